// The lines of earlier sessions: kept, private, found again.

import Foundation
import Terminals
import Testing

@Suite struct HistoryTests {
  /// A path in a folder of its own that is gone after `body`.
  func withPath(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("fathom-history-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appendingPathComponent("history.jsonl").path)
  }

  static let time = Date(timeIntervalSince1970: 1_700_000_000)

  @Test func `what one session adds the next one finds, line breaks and all`() throws {
    try withPath { path in
      let lines = ["one", "two(\n  3)", "\"quoted\" \\ λ 日本"]
      var first = History(path: path)
      for line in lines { first.add(line, at: Self.time) }
      #expect(History(path: path).lines == lines)
    }
  }

  @Test func `nobody else may read the file`() throws {
    try withPath { path in
      var history = History(path: path)
      history.add("secret", at: Self.time)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `sessions side by side do not lose each other's lines`() throws {
    try withPath { path in
      var left = History(path: path)
      var right = History(path: path)
      left.add("left", at: Self.time)
      right.add("right", at: Self.time)
      #expect(History(path: path).lines == ["left", "right"])
    }
  }

  @Test func `damaged lines are passed over`() throws {
    try withPath { path in
      let text = "{\"time\":1,\"text\":\"good\"}\nno json\n\n{\"time\":2}\n"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(History(path: path).lines == ["good"])
    }
  }

  @Test func `blank lines and repetitions are not kept`() {
    var history = History(path: nil)
    for line in ["a", "a", "  ", "b", "a"] { history.add(line, at: Self.time) }
    #expect(history.lines == ["a", "b", "a"])
  }

  @Test func `a search finds every line with all its words, newest first, each once`() {
    var history = History(path: nil)
    for line in ["red apple", "pear", "Red plum", "apple red", "pear"] {
      history.add(line, at: Self.time)
    }
    #expect(history.matching("re ap") == ["apple red", "red apple"])
    #expect(history.matching("red") == ["apple red", "Red plum", "red apple"])
    #expect(history.matching("cherry").isEmpty)
  }

  @Test func `the pick-list narrows, moves and picks`() {
    var history = History(path: nil)
    for line in ["alpha", "beta", "gamma"] { history.add(line, at: Self.time) }
    var search = HistorySearch(in: history, query: "", rows: 2)
    #expect(search.screen(width: 40) == ["search: ", "> gamma", "  beta"])
    #expect(search.press(.down) == .searching)
    #expect(search.press(.down) == .searching)
    #expect(search.press(.down) == .searching)
    #expect(search.screen(width: 40) == ["search: ", "  beta", "> alpha"])
    #expect(search.press(.character("b")) == .searching)
    #expect(search.press(.accept) == .picked("beta"))
    #expect(search.press(.character("z")) == .searching)
    #expect(search.press(.accept) == .cancelled)
  }
}
