// Editing at the prompt of the real program, key by key, judged by what the screen shows.

import Foundation
import Testing

@Suite(.serialized) struct EditingTests {
  static let prompt = "fathom> "

  /// The program at its first prompt.
  func start(
    columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(columns: columns, rows: rows, environment: environment)
    try terminal.waitForPrompt()
    // Ctrl-L: the prompt alone, in the first row.
    terminal.type("\u{0C}")
    try terminal.wait(for: "a clear screen") {
      $0.currentRow + " " == Self.prompt && $0.cursor.row == 0
    }
    return terminal
  }

  /// Enters a line and waits for the prompt after its answer.
  func enter(_ line: String, at terminal: PseudoTerminal) throws {
    terminal.type(line)
    try terminal.wait(for: "fathom> \(line)") { $0.currentRow == "fathom> \(line)" }
    terminal.type("\r")
    try terminal.waitForPrompt()
  }

  @Test func `what is typed is what arrives`() throws {
    let terminal = try start()
    terminal.type("xyz\r")
    try terminal.wait(for: "no command 'xyz'")
  }

  @Test func `letters beyond ASCII arrive, one column or two`() throws {
    let terminal = try start()
    terminal.type("wörldé")
    try terminal.wait(for: "fathom> wörldé")
    terminal.type("\u{15}日本x\u{02}\u{02}\u{7F}")
    // The line is drawn before the cursor goes back: both are waited for.
    try terminal.wait(for: "本x alone after the prompt, and the cursor before it") {
      $0.text.contains("fathom> 本x") && $0.cursor.column == Self.prompt.count
    }
  }

  @Test(arguments: [20, 40, 80])
  func `random editing of a line that wraps shows what a string would hold`(columns: Int) throws {
    let terminals = ["xterm", "vt100", "screen-256color", "linux"]
    for (seed, name) in terminals.enumerated() {
      let terminal = try start(columns: columns, environment: ["TERM": name])
      var editing = RandomEditing(seed: UInt64(seed * 1000 + columns))
      for burst in 1...12 {
        terminal.type((0..<10).map { _ in editing.nextKey() }.joined())
        let expected = editing.screen(after: Self.prompt, columns: columns)
        try terminal.wait(for: "burst \(burst) on \(name): \(expected)") { screen in
          let shown = Array(screen.text.prefix(expected.rows.count))
          return shown == expected.rows && screen.cursor == expected.cursor
            && screen.text.dropFirst(expected.rows.count).allSatisfy(\.isEmpty)
        }
      }
    }
  }

  @Test func `Tab completes a word that can only go on in one way`() throws {
    let terminal = try start()
    terminal.type("jacobi\t")
    try terminal.wait(for: "fathom> jacobian")
  }

  @Test func `Tab lists the ways on below the line and the line stands there again`() throws {
    let terminal = try start()
    terminal.type("b\t\t")
    try terminal.wait(for: "the menu and the line") {
      $0.text.contains { $0.contains("backward") && $0.contains("batch") }
        && $0.currentRow.hasPrefix("fathom> b")
    }
    terminal.type("a")
    terminal.type("ck\t")
    try terminal.wait(for: "the word") { $0.currentRow == "fathom> backward" }
  }

  @Test func `Up brings back the last line, Down what was begun`() throws {
    let terminal = try start()
    for word in ["first", "second"] { try enter(word, at: terminal) }
    terminal.type("\u{1B}[A\u{1B}[A")
    try terminal.wait(for: "fathom> first in the last row") { $0.currentRow == "fathom> first" }
    terminal.type("\u{1B}[B\u{1B}[B")
    try terminal.waitForPrompt()
  }

  @Test func `Up finds only lines that begin like what is typed`() throws {
    let terminal = try start()
    for word in ["alpha", "beta"] { try enter(word, at: terminal) }
    terminal.type("al\u{1B}[A")
    try terminal.wait(for: "fathom> alpha") { $0.currentRow == "fathom> alpha" }
  }

  @Test func `the history's suggestion is shown behind the line and taken with Right`() throws {
    let terminal = try start()
    try enter("suggested", at: terminal)
    terminal.type("sug")
    try terminal.wait(for: "the ghost") {
      $0.currentRow == "fathom> suggested" && $0.cursor.column == Self.prompt.count + 3
    }
    terminal.type("x")
    try terminal.wait(for: "no ghost") { $0.currentRow == "fathom> sugx" }
    terminal.type("\u{7F}\u{1B}[C")
    try terminal.wait(for: "the whole line") {
      $0.currentRow == "fathom> suggested" && $0.cursor.column == Self.prompt.count + 9
    }
  }

  @Test func `Ctrl-R picks an earlier line from a list`() throws {
    let terminal = try start()
    for word in ["red apple", "green pear", "red plum"] { try enter(word, at: terminal) }
    terminal.type("\u{12}red")
    try terminal.wait(for: "> red plum")
    terminal.type("\u{1B}[B")
    try terminal.wait(for: "> red apple")
    terminal.type("\r")
    try terminal.wait(for: "the picked line") {
      $0.currentRow == "fathom> red apple" && !$0.text.contains { $0.contains("search:") }
    }
  }

  @Test func `Return in an open bracket goes on in a new row`() throws {
    let terminal = try start()
    terminal.type("xyz(1\r2)")
    try terminal.wait(for: "two rows") { $0.currentRow == "  2)" }
    terminal.type("\u{1B}[A\u{01}Q")
    try terminal.wait(for: "Q in the first row") { $0.currentRow == "fathom> Qxyz(1" }
    terminal.type("\r")
    try terminal.wait(for: "Qxyz")
    try terminal.waitForPrompt()
  }

  @Test func `a paste of several lines waits for Return, and a transcript loses its prompts`()
    throws
  {
    let terminal = try start()
    let pasted = "fathom> aaa\r\nsome output\r\nfathom> bbb\r\n"
    terminal.type("\u{1B}[200~\(pasted)\u{1B}[201~")
    try terminal.wait(for: "two rows") { $0.currentRow == "bbb" }
    #expect(terminal.screen.text.first == "fathom> aaa")
    #expect(!terminal.screen.text.contains { $0.contains("output") })
    terminal.type("\u{03}")
    try terminal.waitForPrompt()
  }

  @Test func `Ctrl-_ takes back edits, a word of typing at a time`() throws {
    let terminal = try start()
    terminal.type("one two")
    try terminal.wait(for: "fathom> one two")
    terminal.type("\u{0B}\u{17}")
    try terminal.wait(for: "the word gone") { $0.currentRow == "fathom> one" }
    terminal.type("\u{1F}")
    try terminal.wait(for: "the word back") { $0.currentRow == "fathom> one two" }
  }

  @Test func `keys without a meaning leave nothing in the line`() throws {
    let terminal = try start()
    terminal.type("\u{1B}[15~\u{1B}[1;2A\u{1B}[1;5C\u{1B}[M\u{16}\u{18}ok")
    try terminal.wait(for: "fathom> ok")
  }

  @Test func `Ctrl-C drops the line and the program goes on`() throws {
    let terminal = try start()
    for _ in 1...5 {
      // The terminal throws away what is unread when Ctrl-C is typed.
      terminal.type("dropped")
      try terminal.wait(for: "the word") { $0.currentRow == "fathom> dropped" }
      terminal.type("\u{03}")
      try terminal.waitForPrompt()
    }
    #expect(terminal.screen.text.contains("fathom> dropped^C"))
    terminal.type("xyz\r")
    try terminal.wait(for: "no command 'xyz'")
  }

  @Test func `after a resize the line is drawn for the new width`() throws {
    let terminal = try start(columns: 60)
    let word = String(repeating: "abcde", count: 8)
    terminal.type(word)
    try terminal.wait(for: word)
    terminal.resize(columns: 30, rows: 24)
    try terminal.wait(for: "two rows") {
      $0.text.contains("fathom> \(word.prefix(22))") && $0.currentRow == String(word.dropFirst(22))
    }
  }
}

extension ScreenModel {
  var currentRow: String { text[cursor.row] }
}
