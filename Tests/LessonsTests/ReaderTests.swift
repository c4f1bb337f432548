// The form of lessons beyond the example: prose, continuations, odd fences, hostile text.

import Lessons
import Reports
import Testing

private let header = "---\nfathom: lesson/1\nid: a\ntitle: \"A: \\\"b\\\"\"\n---\n"

private func prose(_ text: String) -> [Prose] {
  reader.read(header + text).lesson.parts.compactMap { part in
    if case .prose(let prose) = part { return prose }
    return nil
  }
}

@Suite struct ReaderTests {
  @Test func `prose comes in pieces, without its comments`() {
    let text = """
      # One #

      Two <!-- gone --> lines
      of `<!--` text<!--
      gone
      ```fathom
      gone -->.
      - an item
        of two lines
        1. a nested one
      ```swift
      let x = 1 // <!--
      ```
      ## C#
      """
    #expect(
      prose(text) == [
        Prose(.heading(1), "One", line: 6),
        Prose(.paragraph, "Two  lines of `<!--` text .", line: 8),
        Prose(.item(marker: "-", depth: 0), "an item of two lines", line: 13),
        Prose(.item(marker: "1.", depth: 1), "a nested one", line: 15),
        Prose(.code(language: "swift"), "let x = 1 // <!--", line: 16),
        Prose(.heading(2), "C#", line: 19),
      ])
    #expect(reader.read(header).lesson.header.title == "A: \"b\"")
  }

  @Test func `inline markup becomes roles`() {
    let text = Prose.words(of: "a **b** _c_ `d*e` snake_case_name 2 * 3 \\*f\\*")
    #expect(
      text.spans == [
        .init("a "), .init("b", .strong), .init(" "), .init("c", .strong), .init(" "),
        .init("d*e", .code), .init(" snake_case_name 2 * 3 *f*"),
      ])
  }

  @Test func `a statement goes on while a bracket is open`() {
    let text =
      "```fathom\nfathom> net = stack(\n   ...> 3,\n   ...> 4)\n   ...> printed\nfathom> b\n```"
    guard case .transcript(let transcript)? = reader.read(header + text).lesson.parts.first else {
      Issue.record("no transcript")
      return
    }
    #expect(transcript.steps.map(\.statement.text) == ["net = stack(\n3,\n4)", "b"])
    #expect(transcript.steps.map { $0.expected.map(\.text) } == [["   ...> printed"], []])
  }

  @Test func `values go on in indented lines, and arrows in quotes divide nothing`() {
    let text = """
      ```fathom exercise id=e
      goal: One
        two.
      check: norm("a -> b") > 1 -> Say {norm("a")} and {{this}}
        now.
      never: depth() < 3 -> Too few.
      wrong: net = conv(3) -> relu -> Too few.
      ```
      ```fathom quiz id=q
      ask: Why?
      [ ] `a -> b`
        -> No.
      [x] c -> Yes,
        indeed.
      ```
      """
    let reading = reader.read(header + text)
    #expect(reading.mistakes == [])
    guard case .exercise(let exercise) = reading.lesson.parts[0],
      case .quiz(let quiz) = reading.lesson.parts[1]
    else {
      Issue.record("no exercise and quiz")
      return
    }
    #expect(exercise.goal.text == "One two.")
    #expect(exercise.checks.map(\.condition.text) == ["norm(\"a -> b\") > 1"])
    #expect(exercise.checks[0].message.text { "[\($0)]" } == "Say [norm(\"a\")] and {this} now.")
    #expect(exercise.never.map(\.condition.text) == ["depth() < 3"])
    #expect(exercise.wrongs.map(\.statements.text) == ["net = conv(3) -> relu"])
    #expect(quiz.options.map(\.text.text) == ["`a -> b`", "c"])
    #expect(quiz.options.map(\.feedback.text) == ["No.", "Yes, indeed."])
  }

  @Test func `escape sequences are kept as data`() {
    #expect(prose("a\u{1b}[2Jb\u{0}").map(\.text) == ["a\u{1b}[2Jb\u{0}"])
  }

  /// Pieces of lessons, so that random texts reach deep into the reader.
  private static let pieces = [
    "---\n", "fathom: lesson/1\n", "id: a\n", "title: \"", "needs: [", "]", "\n", "\r\n", "\r", " ",
    "```fathom", "```", "~~~", " setup", " exercise id=", " quiz id=q\n", " predict id=p\n",
    "fathom> ", "   ...> ", "(", ")", "ask: ", "options: a | b", "|", "truth: a\n", "check: ",
    " -> ",
    "{", "}", "{{", "hint when ", ":", "wrong: ", "solution: ", "[x] ", "[ ] ", "[num:g]",
    "[<g/10]",
    "$g", "...", "! syntax: ", "±5%", "~3e-9×10", "[0.9..1.1]", "1e999", "1,234", "<!--", "-->",
    "# ",
    "- ", "1. ", "*", "_", "`", "\\", "\"", "\u{1b}[31m", "\u{0}", "\u{301}", "👩‍👩‍👧", "é", "\u{202e}",
    "$",
  ]

  @Test func `no text whatever makes the reader, the checks or the matcher fail`() {
    var generator = Generator(seed: 20)
    for _ in 0..<3000 {
      let text = generator.several(of: Self.pieces, most: 60).joined()
      let start = Bool.random(using: &generator) ? header : ""
      let reading = reader.read(start + text)
      _ = lint(reading.lesson, isKnown: isKnown)
      _ = reading.lesson.progressKey
      let lines = text.split(separator: "\n").map { ExpectedLine(String($0)) }
      let printed = generator.several(of: Self.pieces, most: 20)
      if case .differs(let mismatch) = Matcher.match(lines, Printed(printed)) {
        #expect(!mismatch.summary.isEmpty)
      }
      _ = Prose.words(of: text)
      #expect(Promotion(text, steps: []).text == text)
    }
  }

  @Test func `no bytes whatever make the reader fail`() {
    var generator = Generator(seed: 21)
    for _ in 0..<500 {
      let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let mixed = Array(header.utf8) + bytes.map { $0 & 0x7f }
      _ = lint(reader.read(bytes: mixed).lesson, isKnown: isKnown)
      #expect(reader.read(bytes: bytes).mistakes.count > 0)
    }
  }
}
