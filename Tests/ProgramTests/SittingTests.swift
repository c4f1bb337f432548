// A sitting at the prompt of the real program: long work, its interruption, what is remembered.

import Foundation
import Testing

@Suite(.serialized) struct SittingTests {
  private func enter(_ line: String, at terminal: PseudoTerminal, then expected: String) throws {
    terminal.type("\(line)\r")
    try terminal.wait(for: expected)
    try terminal.waitForPrompt()
  }

  @Test func `Ctrl-C stops long work and the session goes on`() throws {
    let terminal = try PseudoTerminal()
    try terminal.waitForPrompt()
    try enter("data spirals examples=60; batch 8", at: terminal, then: "batch [8, 2]")
    try enter("net = dense(6) -> relu -> dense(3)", at: terminal, then: "39 parameters")
    terminal.type("overfit steps=1000000 target=0\r")
    try terminal.wait(for: "step ")
    terminal.type("\u{03}")
    try terminal.wait(for: "interrupted")
    try terminal.waitForPrompt()
    try enter("models", at: terminal, then: "39")
    try enter("forward", at: terminal, then: "loss")
  }

  @Test func `Return does a step again, and step back takes it back`() throws {
    let terminal = try PseudoTerminal(rows: 40)
    try terminal.waitForPrompt()
    try enter(
      "data spirals examples=60; batch 8; net = dense(6) -> relu -> dense(3)", at: terminal,
      then: "39 parameters")
    try enter("step", at: terminal, then: "forward 1 of 3")
    try enter("", at: terminal, then: "forward 2 of 3")
    try enter("step back", at: terminal, then: "forward 1 of 3")
  }

  @Test func `lines are remembered in the file that FATHOM_HISTORY names`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/history.jsonl"
    let first = try PseudoTerminal(environment: ["FATHOM_HISTORY": path])
    try first.waitForPrompt()
    try enter("a_line = 3", at: first, then: "a_line = 3")
    first.type("\u{04}")
    #expect(try first.exitStatus() == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("a_line = 3"))
    let second = try PseudoTerminal(environment: ["FATHOM_HISTORY": path])
    try second.waitForPrompt()
    second.type("\u{1B}[A")
    try second.wait(for: "the line") { $0.currentRow == "fathom> a_line = 3" }
  }

  @Test func `without HOME and state folder the prompt works all the same`() throws {
    let terminal = try PseudoTerminal(environment: ["HOME": "", "FATHOM_HISTORY": ""])
    try terminal.waitForPrompt()
    try enter("1 + 2", at: terminal, then: "3")
  }

  @Test func `Tab completes models, layers, options and files`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("weights.npz", "")
    let terminal = try PseudoTerminal(columns: 200)
    try terminal.waitForPrompt()
    try enter(
      "data spirals examples=60; batch 8; network = dense(6) -> relu -> dense(3)", at: terminal,
      then: "39 parameters")
    for (typed, expected) in [
      ("use netw", "use network"), ("inspect rel", "inspect relu1"),
      ("load weights \"\(folder.path)/we", "load weights \"\(folder.path)/weights.npz\""),
    ] {
      terminal.type("\(typed)\t")
      try terminal.wait(for: expected)
      terminal.type("\u{15}")
      try terminal.waitForPrompt()
    }
  }
}
