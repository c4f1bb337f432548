// The laws of a session: all or nothing, there and back, the same again.

import Grammars
import Layers
import Networks
import Reports
import Sessions
import Testing

@Suite struct SessionLawTests {
  @Test(arguments: [
    "forwrad", "net = conv(3) -> dense(", "net = dense(1e9)", "step back", "batch 100000",
    "load weights \"nowhere.safetensors\"", "use nothing", "train steps=0", "x = nothing",
    "add conv(3)", "backward", "expect 1 == 2", "insert relu after=dense9", "seed -1",
    "time forwrad", "save weights \"/sealed/net.npz\"", "optimizer sgd rate=-1", "delete net other",
  ])
  func `a statement that fails changes nothing`(statement: String) {
    var session = sitting()
    session.submit("\(smallStart); x = 2; seed 3")
    let before = session
    let cells = session.submit(statement)
    #expect(cells.count == 1)
    #expect(cells.allSatisfy { !$0.isOK })
    #expect(session.workspace == before.workspace)
    #expect(session.cells == before.cells)
    #expect(session.past.count == before.past.count)
  }

  @Test func `one statement is one cell, numbered in order`() {
    var session = sitting()
    var seen: [Int] = []
    session.submit("data spirals; nonsense; batch 8; x = 1", keepsGoing: true) { cell, _ in
      seen.append(cell.number)
    }
    #expect(seen == [1, 2, 3, 4])
    #expect(session.cells.map(\.statement) == ["data spirals", "batch 8", "x = 1"])
  }

  @Test func `without keeping going the first failure is the last statement`() {
    var session = sitting()
    let cells = session.submit("x = 1; nonsense; y = 2")
    #expect(cells.map(\.isOK) == [true, false])
    #expect(session.workspace.variables.map(\.name) == ["x"])
  }

  private static let script = """
    data spirals examples=90 classes=3; batch 16; seed 7
    net = dense(12) -> bn -> relu -> dropout(0.2) -> dense(3)
    forward; backward
    g = norm(gradient(dense1.weight))
    train steps=5
    evaluate
    jacobian norm=all
    overfit steps=4
    other = 2 * (dense(8) -> tanh) -> dense(3)
    race net other steps=3
    compare net other
    """

  @Test func `the same script gives equal cells, whatever the number of threads`() {
    let results = ["1", "1", "2"].map { threads in
      var session = sitting()
      session.submit("set threads \(threads)")
      let cells = session.submit(Self.script)
      for cell in cells { #expect(cell.trouble == nil) }
      return cells
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test func `the same script after other work gives equal reports when the seed is set`() {
    let tail = "seed 3; fresh = dense(5) -> dropout(0.5) -> dense(3); forward; train steps=2"
    func reports(after head: String) -> [Cell.Outcome] {
      var session = sitting()
      session.submit("data spirals examples=60; batch 8")
      for cell in session.submit(head) { #expect(cell.trouble == nil) }
      session.submit("batch 8")
      return session.submit(tail).map(\.outcome)
    }
    let plain = reports(after: "x = 1")
    let busy = reports(
      after: "other = dense(4) -> dropout(0.5) -> dense(3); forward; train steps=3; optimizer adam")
    #expect(plain == busy)
  }

  @Test func `undo goes all the way back and redo all the way on`() {
    var session = sitting()
    var moments = [session.workspace]
    let statements = [
      "data spirals examples=60", "batch 8", "net = dense(6) -> relu -> dense(3)", "step", "step",
      "step back", "forward", "backward", "train steps=1", "x = 3", "seed 5", "mode evaluation",
      "rename net other", "time forward", "delete other",
    ]
    for statement in statements {
      for cell in session.submit(statement) { #expect(cell.trouble == nil) }
      moments.append(session.workspace)
    }
    for (index, _) in statements.enumerated().reversed() {
      session.submit("undo")
      #expect(session.workspace == moments[index], "undo of \(statements[index])")
    }
    #expect(session.submit("undo").allSatisfy { !$0.isOK })
    for index in statements.indices {
      session.submit("redo")
      #expect(session.workspace == moments[index + 1], "redo of \(statements[index])")
    }
    #expect(session.submit("redo").allSatisfy { !$0.isOK })
  }

  @Test func `a new statement after undo leaves nothing to redo`() {
    var session = sitting()
    session.submit("x = 1; undo; y = 2")
    #expect(session.submit("redo").allSatisfy { !$0.isOK })
  }

  @Test func `stepping to the end is the same as forward and backward`() {
    var stepping = sitting()
    var running = sitting()
    for name in [smallStart, "seed 2"] {
      stepping.submit(name)
      running.submit(name)
    }
    running.submit("forward; backward")
    for _ in 0..<7 { stepping.submit("step") }
    #expect(stepping.workspace.models[0].run?.isBackwardDone == true)
    #expect(
      stepping.workspace.models[0].run?.gradientsByName
        == running.workspace.models[0].run?.gradientsByName)
    #expect(
      stepping.workspace.models[0].run?.loss?.value
        == running.workspace.models[0].run?.loss?.value)
  }

  @Test func `a step back is the step before, bit for bit`() {
    var session = sitting()
    session.submit(smallStart)
    var runs: [Workspace] = []
    for _ in 0..<7 {
      session.submit("step")
      runs.append(session.workspace)
    }
    for index in (0..<6).reversed() {
      session.submit("step back")
      #expect(session.workspace == runs[index])
    }
  }

  @Test func `a model may be called like a layer, and chains go on meaning the layer`() {
    var session = sitting()
    let cells = session.submit(
      "\(smallStart); bn = dense(4) -> bn -> dense(3); bn = dense(5) -> bn -> dense(3); use bn; models"
    )
    for cell in cells { #expect(cell.trouble == nil) }
    #expect(session.workspace.model(named: "bn")?.network.names == ["dense1", "bn1", "dense2"])
  }

  @Test func `training one model after another does not mix their moments`() {
    var session = sitting()
    let cells = session.submit(
      """
      data spirals examples=60; batch 8; optimizer adam
      a = dense(4) -> dense(3); train steps=2
      b = dense(7) -> dense(3); train steps=2
      use a; train steps=2; add relu -> dense(3); train steps=2; replace dense1 dense(9)
      train steps=1
      """)
    for cell in cells { #expect(cell.trouble == nil) }
  }

  @Test func `training in two parts is training in one`() {
    let weights = ["train steps=4; train steps=3", "train steps=7"].map { training in
      var session = sitting()
      for cell in session.submit("\(smallStart); \(training)") { #expect(cell.trouble == nil) }
      return session.workspace.models[0].network.parameters
    }
    #expect(weights[0] == weights[1])
  }
}
