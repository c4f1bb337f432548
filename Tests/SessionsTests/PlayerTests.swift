// A lesson played: to the end, astray, with help, with undo, and on another day.

import Commands
import Networks
import Reports
import Sessions
import Testing

@Suite struct PlayerTests {
  /// A session at the exercise.
  private func atExercise(_ host: MemoryHost = classroom()) -> Session {
    var session = seat(in: host)
    _ = session.read("lesson more-layers")
    _ = session.goOn(until: "? What has")
    _ = session.read("2")
    _ = session.goOn(until: "Task:")
    return session
  }

  @Test func `Return leads from the title to the end`() {
    var session = seat(in: classroom())
    #expect(session.read("lesson 1").contains("Spirals need bends."))
    #expect(session.read("").contains("Here is a network."))
    #expect(session.read("").contains("fathom> net = dense(6) -> relu -> dense(3)"))
    #expect(session.goOn(until: "?").contains("2  parameters"))
    #expect(session.read("parameters").contains("1 of 1 predictions right"))
    #expect(session.goOn(until: "Task:").contains("depth 3 or more"))
    #expect(session.read("net = 3 * dense(4) -> dense(3)").contains("Well done."))
    #expect(session.goOn(until: "?").contains("Layers in a row"))
    #expect(session.read("answer 2").contains("Right. So it is."))
    let ending = session.read("")
    #expect(ending.contains("Go deeper.") && ending.contains("That was 'More layers'."))
    #expect(ending.contains("1 of 1 exercises solved"))
    #expect(session.player == nil)
    #expect(session.read("lessons").contains("done"))
  }

  @Test func `a wrong try is answered with its values and taken back, and undo brings it back`() {
    var session = atExercise()
    let start = session.workspace
    _ = session.read("net = dense(3)")
    let tried = session.workspace
    let answer = session.read("")
    #expect(answer.contains("Not yet. It has a depth of 1."))
    #expect(answer.contains("You have taken a layer away."))
    #expect(session.workspace == start)
    _ = session.read("undo")
    #expect(session.workspace == tried)
    // The same hint is not given twice.
    _ = session.read("next")
    _ = session.read("net = dense(2)")
    #expect(!session.read("").contains("You have taken a layer away."))
  }

  @Test func `hints grow until the solution is offered, which shows a way and goes on`() {
    var session = atExercise()
    #expect(session.read("hint").contains("Hint 1 of 2"))
    #expect(session.read("hint").contains("Hint 2 of 2"))
    #expect(session.read("hint").contains("solution shows one way"))
    let solution = session.read("solution")
    #expect(solution.contains("One way: net = dense(4) -> dense(4) -> dense(3)"))
    #expect(solution.contains("Another way: net = 2 * dense(4) -> dense(3)"))
    #expect(session.workspace.models.first { $0.name == "net" }?.network.depth == 3)
    #expect(session.read("").contains("What is depth?"))
    #expect(session.player?.exercises == .init(right: 0, all: 1))
  }

  @Test func `a hint fires on the live state before the written ones`() {
    var session = atExercise()
    _ = session.read("net = dense(3)")
    #expect(session.read("hint").contains("You have taken a layer away."))
    #expect(session.read("hint").contains("Hint 1 of 2"))
  }

  @Test func `a wrong prediction and a wrong choice cost nothing and are counted`() {
    var session = seat(in: classroom())
    _ = session.read("lesson more-layers")
    _ = session.goOn(until: "? What has")
    let truth = session.read("1")
    #expect(truth.contains("You predicted 'layers'. The truth: parameters"))
    #expect(session.player?.predictions == .init(right: 0, all: 1))
    _ = session.goOn(until: "Task:")
    _ = session.read("solution")
    _ = session.goOn(until: "? What is depth")
    #expect(session.read("units in a layer").contains("Not quite. That is width."))
    #expect(session.read("7").contains("7"))
    #expect(session.read("Layers in a row").contains("Right."))
    #expect(session.player?.quizzes == .init(right: 0, all: 1))
  }

  @Test(arguments: [
    "x = 3", "forwrad", "net = dense(2) -> dense(3); forward", "help dense", "batch 4",
    "delete net", "seed 3",
  ])
  func `whatever is typed on the way, the lesson goes on as if nothing had happened`(
    astray: String
  ) {
    var straight = seat(in: classroom())
    var wandering = seat(in: classroom())
    for isWandering in [false, true] {
      var session = seat(in: classroom())
      _ = session.read("lesson more-layers")
      _ = session.goOn(until: "Return runs forward")
      if isWandering { _ = session.read(astray) }
      #expect(session.player != nil)
      _ = session.goOn(until: "? What has")
      if isWandering { _ = session.read(astray) }
      _ = session.read("2")
      if isWandering { wandering = session } else { straight = session }
    }
    #expect(wandering.player?.part == straight.player?.part)
    #expect(wandering.workspace == straight.workspace)
  }

  @Test func `undo goes back page by page, and redo on again`() {
    var session = seat(in: classroom())
    var moments: [(part: Int?, step: Int?, workspace: Workspace)] = []
    func now(_ session: Session) -> (part: Int?, step: Int?, workspace: Workspace) {
      (session.player?.part, session.player?.step, session.workspace)
    }
    let lines = [
      "lesson more-layers", "", "", "", "", "", "2", "", "net = dense(3)", "", "solution", "", "2",
    ]
    for line in lines {
      moments.append(now(session))
      _ = session.read(line)
    }
    for (line, moment) in zip(lines, moments).reversed() {
      _ = session.read("undo")
      #expect(now(session) == moment, "undo of '\(line)'")
    }
    for moment in moments.dropFirst() {
      _ = session.read("redo")
      #expect(now(session) == moment)
    }
  }

  @Test func `a lesson's own statement may be typed by hand`() {
    var session = seat(in: classroom())
    _ = session.read("lesson more-layers")
    _ = session.read("")
    #expect(session.read("net = dense(6)  -> relu -> dense(3)").contains("Return runs forward"))
  }

  @Test(arguments: ["? What has", "Task:", "Return runs forward", "? What is depth"])
  func `left and begun again in a new process it goes on at the same place`(place: String) {
    let host = classroom()
    var session = seat(in: host)
    _ = session.read("lesson more-layers")
    var text = ""
    for _ in 0..<20 where !text.contains(place) {
      text = session.read(session.player?.isOpen == true ? "solution" : "")
    }
    let (part, step) = (session.player?.part, session.player?.step)
    #expect(session.read("leave").contains("lesson more-layers goes on here"))
    #expect(session.read("next").contains("no lesson is being played"))
    var later = seat(in: host)
    #expect(later.read("lessons").contains("at "))
    let welcome = later.read("lesson more-layers")
    #expect(welcome.contains("go on where you left"))
    // What was open is put again; of a transcript the next line is run.
    #expect(later.player?.part == part)
    #expect(later.player?.step == (place.hasPrefix("Return") ? step.map { $0 + 1 } : step))
    #expect(later.workspace.models.map(\.name) == session.workspace.models.map(\.name))
  }

  @Test func `an edited lesson begins anew`() {
    let host = classroom()
    var session = seat(in: host)
    _ = session.read("lesson more-layers")
    _ = session.goOn(until: "? What has")
    try? host.write(
      [UInt8](smallLesson.replacing("depth() >= 3", with: "depth() >= 5").utf8),
      to: smallLessonPath)
    var later = seat(in: host)
    #expect(later.read("lesson more-layers").contains("Spirals need bends."))
  }

  @Test func `what was there before a lesson is kept`() {
    var session = seat(in: classroom())
    _ = session.read(smallStart)
    let work = session.workspace
    _ = session.read("lesson more-layers")
    #expect(session.workspace.models.isEmpty)
    _ = session.read("leave")
    _ = session.read("branch work")
    #expect(session.workspace == work)
  }

  @Test func `again begins the part, or the lesson, anew`() {
    var session = atExercise()
    let start = session.workspace
    _ = session.read("x = 1; net = dense(2)")
    #expect(session.read("again").contains("Task:"))
    #expect(session.workspace == start)
    #expect(session.read("again lesson").contains("Spirals need bends."))
    #expect(session.player?.predictions.all == 0)
  }

  @Test func `an interrupted step leaves the learner in the lesson`() {
    let host = classroom(
      smallLesson.replacing("fathom> forward\n", with: "fathom> train steps=50\n")
        .replacing("loss [num:first]", with: "...\n[..][num:first]\n..."))
    var session = seat(in: host)
    _ = session.read("lesson more-layers")
    _ = session.goOn(until: "Return runs train")
    let before = session.workspace
    host.interrupt(after: 3)
    #expect(session.read("").contains("interrupted"))
    #expect(session.workspace == before)
    #expect(session.player != nil)
    #expect(session.repeatable == "next")
  }

  @Test func `a lesson writes nothing and cannot begin itself`() {
    let host = classroom(
      """
      ---
      fathom: lesson/1
      id: greedy
      title: Greedy
      ---

      ```fathom
      fathom> data spirals examples=60; batch 8; net = dense(3)
      fathom> save weights "mine.npz"
      fathom> lesson "lessons/more-layers.md"
      ```

      """)
    var session = seat(in: host)
    _ = session.read("lesson greedy")
    _ = session.read("")
    #expect(host.text("mine.npz") == nil)
    #expect(session.read("").contains("cannot be used inside a lesson"))
    #expect(session.player != nil)
  }

  @Test(arguments: ["lesson nothing", "lesson 7", "lesson \"nowhere.md\"", "answer 1", "hint"])
  func `without a lesson its words are refused and change nothing`(statement: String) {
    var session = seat(in: classroom())
    let cells = session.submit(statement)
    #expect(cells.allSatisfy { !$0.isOK })
    #expect(session.past.isEmpty)
  }
}
