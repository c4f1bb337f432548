// A newcomer plays the fifth lesson with the real program: wrong answers, detours, another day.

import Foundation
import Testing

/// A sitting at a terminal wide enough that no line is broken.
private struct Sitting {
  let terminal: PseudoTerminal
  private(set) var said = ""

  init(_ arguments: [String], environment: [String: String]) throws {
    terminal = try PseudoTerminal(
      programPath, arguments, columns: 240, rows: 120, environment: environment)
    try terminal.waitForPrompt()
    said = String(decoding: terminal.transcript, as: UTF8.self)
  }

  /// Types a line and reads until the next prompt; `said` is what came in between.
  mutating func enter(_ line: String = "") throws {
    let before = terminal.transcript.count
    terminal.type(line + "\r")
    try waitForNextPrompt(after: before + line.utf8.count)
  }

  /// Types a line, interrupts what it does as soon as `sign` is shown, and reads until the prompt.
  mutating func interrupt(_ line: String, at sign: String) throws {
    let before = terminal.transcript.count
    terminal.type(line + "\r")
    try terminal.wait(for: sign)
    terminal.type("\u{03}")
    try waitForNextPrompt(after: before + line.utf8.count)
  }

  private mutating func waitForNextPrompt(after count: Int) throws {
    let prompt = "fathom> "
    try terminal.wait(for: "next prompt") { [terminal] screen in
      // The old prompt stands there until Return is answered by a new line.
      terminal.transcript.dropFirst(count).contains(0x0A)
        && screen.cursor.column == prompt.count
        && screen.text[screen.cursor.row] + " " == prompt
    }
    said = String(decoding: terminal.transcript.dropFirst(count), as: UTF8.self)
  }

  /// Presses Return until `words` are said, at most `most` times.
  mutating func goOn(to words: String, most: Int = 40) throws {
    for _ in 0..<most {
      try enter()
      if said.contains(words) { return }
    }
    Issue.record("'\(words)' did not come; the last was: \(said)")
  }

  func expect(_ words: String, at location: SourceLocation = #_sourceLocation) {
    #expect(said.contains(words), sourceLocation: location)
  }
}

@Suite(.serialized) struct NewcomerTests {
  private let lessons = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "lessons").path

  @Test func `the fifth lesson, with wrong answers and detours, on two days`() throws {
    let state = try TemporaryFolder()
    let environment = ["XDG_STATE_HOME": state.path, "FATHOM_LESSONS": lessons]
    var first = try Sitting(["play", "deep-plain-stacks"], environment: environment)
    first.expect("Why deep plain stacks stop learning")

    // A wrong prediction costs nothing and is answered by the measurement.
    try first.goOn(to: "larger than the first layer's by a factor of")
    try first.enter("1")
    first.expect("You predicted '100'. The truth: ")
    try first.goOn(to: "for 25 steps. Its loss …")
    try first.enter("2")
    first.expect("1 of 2 predictions right")
    try first.goOn(to: "Why does VGG38 stop learning")
    try first.enter("2")
    first.expect("The ledger has no blocked layer")
    try first.enter("3")
    first.expect("0.4^7 can be lived with")

    // The exercise: a wrong answer gets the hint that was written for it, and is taken back.
    try first.goOn(to: "Build a network of depth 38")
    try first.enter("net = vgg(8); forward; backward")
    try first.enter()
    first.expect("Its depth is 8. Keep 38.")
    first.expect("That removes layers")
    try first.enter("depth()")
    first.expect("38")

    // Wandering off: a look, a typo, long work that is interrupted. The task is still there.
    try first.enter("summary")
    first.expect("336,196")
    try first.enter("sumary")
    first.expect("did you mean 'summary'?")
    try first.interrupt("overfit steps=100000 target=0", at: "step 1")
    first.expect("interrupted")
    try first.enter("hint")
    first.expect("are the factors still 0.4?")
    try first.enter("hint")
    first.expect("Which factor below one")
    try first.enter("leave")
    first.expect("what you built stays")
    first.terminal.type("\u{04}")
    #expect(try first.terminal.exitStatus() == 0)

    // Another day, the same place.
    var second = try Sitting(["play", "deep-plain-stacks"], environment: environment)
    second.expect("Build a network of depth 38")
    try second.enter("net = vgg(38, norm=batch); forward; backward")
    second.expect("Three ways: weights with He's variance")
    second.expect("That was 'Why deep plain stacks stop learning'")
    try second.enter("lessons")
    second.expect("done")
  }
}
