// Notebooks: saved, replayed, opened, verified, run anew; branches and their differences.

import Commands
import Lessons
import Reports
import Sessions
import Testing

@Suite struct NotebookTests {
  private static let walk = """
    seed 5; data spirals examples=60; batch 8
    note "a small \\"network\\" to begin with"
    net = dense(6) -> relu -> dropout(0.2) -> dense(3)
    forward; backward
    train steps=3
    time forward
    save weights "net.npz"; load weights "net.npz"
    """

  private func walked(_ host: MemoryHost = MemoryHost()) -> Session {
    var session = seat(in: host)
    for cell in session.submit(Self.walk) { #expect(cell.trouble == nil) }
    return session
  }

  private func data(_ session: inout Session, _ statement: String) -> Datum {
    guard case .report(let report)? = session.submit(statement).last?.outcome else {
      Issue.record("'\(statement)' failed")
      return .null
    }
    return report.data
  }

  @Test func `a saved session replays without a difference`() throws {
    let host = MemoryHost()
    var session = walked(host)
    #expect(session.submit("save \"walk.md\"").troubles == [])
    let shelved = try session.context.readLesson("walk.md")
    #expect(shelved.lesson.header.seed == 5)
    var replay = Replay(library: library, host: host, folder: "", plain: plainLines)
    for testCase in replay.run(shelved.lesson) {
      #expect(testCase.outcome == .passed, "\(testCase)")
    }
    #expect(!session.cells.contains { $0.statement.hasPrefix("save \"walk") })
  }

  @Test func `a played lesson saved as a notebook replays`() throws {
    let host = classroom()
    var session = seat(in: host)
    _ = session.read("lesson more-layers")
    for line in ["", "", "", "x = 2", "", "", "1", "", "net = dense(3)", "", "solution"] {
      _ = session.read(line)
    }
    _ = session.read("save \"played.md\"")
    var replay = Replay(library: library, host: host, folder: "", plain: plainLines)
    for testCase in replay.run(try session.context.readLesson("played.md").lesson) {
      #expect(testCase.outcome == .passed, "\(testCase)")
    }
  }

  @Test func `an opened notebook is the session that was saved, and undo comes back`() {
    let host = MemoryHost()
    var session = walked(host)
    session.submit("save \"walk.md\"")
    var other = seat(in: host)
    other.submit("x = 1")
    let before = other.workspace
    #expect(other.submit("open \"walk.md\"").troubles == [])
    #expect(other.workspace == session.workspace)
    #expect(other.cells.map(\.statement).contains("train steps=3"))
    other.submit("save \"again.md\"")
    let (first, second) = (host.text("walk.md"), host.text("again.md"))
    #expect(first?.replacing("walk", with: "again") == second)
    other.submit("undo")
    #expect(other.workspace == before)
  }

  @Test func `opening to look runs nothing`() {
    let host = MemoryHost()
    var session = walked(host)
    session.submit("save \"walk.md\"")
    var other = seat(in: host)
    let text = other.read("open \"walk.md\" show=true")
    #expect(text.contains("fathom> train steps=3") && text.contains("to begin with"))
    #expect(other.workspace == Workspace() && other.past.isEmpty)
  }

  @Test func `verify tells identical, tolerable and diverged`() throws {
    let host = MemoryHost()
    var session = seat(in: host)
    session.submit("\(smallStart); forward; save \"walk.md\"")
    #expect(data(&session, "verify \"walk.md\"")["verdict"] == .string("bit-identical"))
    let text = try #require(host.text("walk.md"))
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("loss ") })
    let loss = line.split(separator: " ")[1]
    for (written, verdict) in [("~\(loss)", "within tolerance"), ("17.5", "diverged")] {
      try host.write(
        [UInt8](text.replacing(line, with: line.replacing(loss, with: written)).utf8),
        to: "walk.md")
      let data = data(&session, "verify \"walk.md\"")
      #expect(data["verdict"] == .string(verdict))
      #expect((data["line"] != nil) == (verdict == "diverged"))
    }
  }

  @Test func `run anew, all cells give the same, unless the world has changed`() throws {
    let host = MemoryHost()
    var session = seat(in: host)
    session.submit("\(smallStart); save weights \"w.npz\"; x = 2")
    let before = session.workspace
    #expect(data(&session, "rerun")["changed"] == .list([]))
    #expect(session.workspace == before)
    session.submit("load weights \"w.npz\"; norm(dense1.weight)")
    var other = seat(in: host)
    other.submit("\(smallStart); seed 9; net = dense(6) -> relu -> dense(3)")
    other.submit("save weights \"other.npz\"")
    var third = seat(in: host)
    third.submit("\(smallStart); load weights \"w.npz\"; norm(dense1.weight)")
    try host.write(try host.read("other.npz"), to: "w.npz")
    guard case .list(let changed)? = data(&third, "rerun")["changed"] else { return }
    #expect(changed == third.cells.suffix(1).map { .integer($0.number) })
  }

  @Test func `an edited cell and all that follows are stale until run anew`() {
    var session = seat(in: MemoryHost())
    session.submit("\(smallStart); note \"why\"; forward; backward; norm(gradient(dense1.weight))")
    let before = session.workspace
    let number = session.cells.first { $0.statement == "forward" }?.number ?? 0
    let edited = data(&session, "edit \(number) loss")
    #expect(edited["stale"] == .list((number...number + 2).map { .integer($0) }))
    session.submit("undo")
    #expect(session.stale.isEmpty)

    let net = number - 2
    session.submit("edit \(net) net = dense(5) -> tanh -> dense(3)")
    #expect(session.workspace == before)
    #expect(session.stale.map(\.number) == [net, net + 2, net + 3, net + 4])
    #expect(session.submit("save \"walk.md\"").last?.isOK == false)
    session.submit("loss")
    #expect(session.stale.last?.statement == "loss")
    session.submit("rerun")
    #expect(session.stale.isEmpty)

    var typed = seat(in: MemoryHost())
    for cell in session.cells { typed.submit(cell.statement) }
    #expect(session.workspace == typed.workspace)
    #expect(session.cells.map(\.outcome) == typed.cells.map(\.outcome))
    #expect(session.submit("save \"walk.md\"").last?.isOK == true)
  }

  @Test(arguments: ["edit 99 forward", "edit 1 undo", "edit 1", "edit 1 quit", "edit x forward"])
  func `an edit that makes no notebook changes nothing`(statement: String) {
    var session = seat(in: MemoryHost())
    session.submit(smallStart)
    let cells = session.cells
    #expect(session.submit(statement).last?.isOK == false)
    #expect(session.cells == cells)
  }

  @Test func `a branch is a place to return to`() {
    var session = seat(in: MemoryHost())
    session.submit("\(smallStart); branch start")
    let start = session.workspace
    session.submit("train steps=2")
    let trained = session.workspace
    session.submit("branch start")
    #expect(session.workspace == start)
    #expect(session.cells.last?.statement == "net = dense(6) -> relu -> dense(3)")
    session.submit("undo")
    #expect(session.workspace == trained)
    session.submit("branch start replace=true; x = 1; branch start")
    #expect(session.workspace == trained)
    #expect(data(&session, "branch")["branches"] == .list([.string("start")]))
  }

  @Test func `diff finds no difference between equals, and the changed parameters otherwise`() {
    var session = seat(in: MemoryHost())
    session.submit("\(smallStart); copy net twin; branch start")
    #expect(session.read("diff net twin").contains("all 4 parameters are equal"))
    session.submit("use net; train steps=1")
    #expect(session.read("diff start").contains("dense1.weight"))
    #expect(session.read("diff start").contains("steps trained"))
    #expect(session.read("diff net nothing").contains("no model 'nothing'"))
  }

  @Test(arguments: ["open", "verify", "rerun", "lesson"])
  func `a notebook cannot run notebooks`(verb: String) throws {
    let statement = verb == "rerun" ? verb : "\(verb) \"loop.md\""
    let host = MemoryHost(files: [
      "loop.md": [UInt8](
        "---\nfathom: lesson/1\nid: loop\ntitle: Loop\n---\n\n```fathom\nfathom> \(statement)\n```\n"
          .utf8)
    ])
    var session = seat(in: host)
    #expect(session.submit("open \"loop.md\"").allSatisfy { !$0.isOK })
    #expect(session.workspace == Workspace())
    #expect(data(&session, "verify \"loop.md\"")["verdict"] == .string("diverged"))
  }
}
