// A newcomer plays a lesson with the real program: Return, a wrong try, a hint, another day.

import Foundation
import Testing

@Suite(.serialized) struct LessonTests {
  private static let lesson = """
    ---
    fathom: lesson/1
    id: first-layers
    title: First layers
    seed: 7
    ---

    # First layers

    Data first. \u{1b}]0;not a title\u{07}

    ```fathom
    fathom> data spirals examples=60; batch 8
    ```

    ```fathom exercise id=build
    goal: Build a network of depth 2.
    check: depth() == 2 -> Its depth is {depth()}.
    hint: Write two `dense` in a row.
    solution: net = dense(4) -> dense(3)
    wrong: net = dense(3) -> Its depth is
    say: Two layers it is.
    ```

    ```fathom quiz id=count
    ask: How many outputs has it?
    [ ] two -> There are three arms.
    [x] three -> One for each class.
    ```

    """

  @Test func `a newcomer plays a lesson on two days`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("first-layers.md", Self.lesson)
    let environment = ["XDG_STATE_HOME": folder.path, "FATHOM_LESSONS": folder.path]
    let first = try PseudoTerminal(
      programPath, ["play", path], rows: 60, environment: environment)
    func enter(_ line: String, at terminal: PseudoTerminal, then expected: String) throws {
      terminal.type("\(line)\r")
      try terminal.wait(for: expected)
      try terminal.waitForPrompt()
    }
    try first.wait(for: "Return runs data spirals")
    #expect(!String(decoding: first.transcript, as: UTF8.self).contains("\u{1b}]0;not a title"))
    try first.waitForPrompt()
    try enter("", at: first, then: "classes: arm 1")
    try enter("", at: first, then: "Task: Build a network of depth 2.")
    try enter("net = dense(3)", at: first, then: "1 layer")
    try enter("", at: first, then: "Not yet. Its depth is 1.")
    try enter("hint", at: first, then: "Write two dense in a row.")
    first.type("\u{03}")
    try first.waitForPrompt()
    first.type("\u{04}")
    #expect(try first.exitStatus() == 0)

    let second = try PseudoTerminal(
      programPath, ["play", "first-layers"], rows: 60, environment: environment)
    try second.wait(for: "Task: Build a network of depth 2.")
    try second.waitForPrompt()
    try enter("net = dense(4) -> dense(3)", at: second, then: "Two layers it is.")
    try enter("", at: second, then: "How many outputs has it?")
    try enter("two", at: second, then: "There are three arms.")
    try enter("2", at: second, then: "That was 'First layers'.")
    try enter("lessons", at: second, then: "done")
  }

  @Test func `a lesson that is not there ends the program with status 1`() throws {
    let program = try FinishedProgram(["play", "nothing-like-this"])
    #expect(program.status == 1)
    #expect(program.output.contains("no lesson 'nothing-like-this'"))
  }
}
