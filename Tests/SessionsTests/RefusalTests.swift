// What is said about statements that cannot be done, compared whole.

import Commands
import Datasets
import Renderers
import Reports
import Sessions
import Tensors
import Testing

/// A statement after others, and everything that is said about it.
struct Refusal: Sendable, CustomTestStringConvertible {
  var setup: String
  var statement: String
  var text: String

  init(_ statement: String, after setup: String = "", _ text: String) {
    self.setup = setup
    self.statement = statement
    self.text = text
  }

  var testDescription: String { statement }
}

@Suite struct RefusalTests {
  @Test(arguments: refusals)
  func `a refusal names the place, the facts and a way on`(refusal: Refusal) throws {
    var session = sitting()
    for cell in session.submit(refusal.setup) { #expect(cell.trouble == nil) }
    let cell = try #require(session.submit(refusal.statement).last)
    #expect(said(about: cell) == refusal.text)
  }

  @Test func `nan in a batch is traced to the first layer that reads it`() throws {
    var numbers = [Float](repeating: 0.5, count: 2 * 3 * 4 * 4)
    numbers[20] = .nan
    let bytes = try encode(npz: [
      ("x", NumericArray(Tensor([2, 3, 4, 4], numbers))), ("y", NumericArray([0, 1])),
    ])
    var session = sitting(MemoryHost(files: ["nan.npz": bytes]))
    for cell in session.submit(
      "load batch \"nan.npz\"; net = conv(2, kernel=1) -> flatten -> dense(2)")
    {
      #expect(cell.trouble == nil)
    }
    let cell = try #require(session.submit("forward").last)
    #expect(
      said(about: cell) == """
          forward
          ^^^^^^^
        error: the batch itself holds nan or inf, and conv1 is the first to read it
          its output holds 2 nan and 0 inf among 64 values
          input: 1 of its 96 values nan or inf
          weight: from -0.5384 to 0.543
          bias: from -0.151 to 0.2149
          3 more only pass it on, the loss the last of them
        try: another batch, or inspect conv1
        """)
  }

  @Test func `weights that become infinite are traced to the layer that gives inf first`() throws {
    var session = sitting()
    for cell in session.submit(
      "data spirals examples=20; batch 4; net = dense(3) -> dense(3); initialize constant value=1e30"
    ) {
      #expect(cell.trouble == nil)
    }
    let cell = try #require(session.submit("forward").last)
    #expect(cell.trouble == "forward: dense2 of net is the first to give nan or inf")
  }

  @Test func `a truncated file of weights is refused with its place, whatever its length`() throws {
    let host = MemoryHost()
    var session = sitting(host)
    session.submit(
      "data spirals examples=20; batch 4; net = dense(3); save weights \"net.safetensors\"")
    let whole = try host.read("net.safetensors")
    for length in [0, 1, 7, 8, 9, 40, whole.count / 2, whole.count - 1] {
      try host.write(Array(whole.prefix(length)), to: "cut.safetensors")
      let before = session.workspace
      let cell = try #require(session.submit("load weights \"cut.safetensors\"").last)
      guard case .problem(let problem) = cell.outcome else {
        Issue.record("\(length) bytes of \(whole.count) were taken")
        continue
      }
      #expect(problem.kind == .badFile)
      #expect(problem.message.hasPrefix("cut.safetensors: found "))
      #expect(session.workspace == before)
    }
    #expect(session.submit("load weights \"net.safetensors\"").troubles == [])
  }

  /// A problem as a plain text of any width.
  private func said(about cell: Cell) -> String {
    guard case .problem(let problem) = cell.outcome else { return "no problem" }
    let text = TerminalRenderer(width: 400, color: .none, glyphs: .unicode, described: false)
      .render(problem, line: cell.statement, promptWidth: nil)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  @Test(arguments: [
    "train steps=1000000", "overfit steps=1000000 target=0", "race net steps=100000",
  ])
  func `a lesson's statement that never ends is ended`(statement: String) {
    var session = seat(in: LessonHost(MemoryHost(tick: 1), folder: ""))
    session.submit(smallStart)
    let before = session.workspace
    guard case .problem(let problem)? = session.submit(statement).last?.outcome else {
      Issue.record("it ended by itself")
      return
    }
    #expect(problem.message == "this took longer than 60 s")
    #expect(session.workspace == before)
  }
}
