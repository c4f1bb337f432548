// Every way to get a lesson wrong that we know of, with the place and the words of the answer.

import Foundation
import Lessons
import Testing

private let folder = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "Malformed")

/// File, and its mistakes as `line:column: message`.
private let table: [(file: String, mistakes: [String])] = [
  ("block-kind-unknown", ["7:11: no kind of block is called 'exercize'"]),
  ("capture-before-made", ["9:6: 'g' is not captured before this line"]),
  ("capture-unknown-in-statement", ["8:25: 'start' is not captured before this line"]),
  ("capture-unused", ["9:6: 'g' is captured and never used"]),
  ("check-without-message", ["11:8: this condition has no message"]),
  ("command-unknown-in-second-line", ["9:13: no command 'forwrad'"]),
  ("command-unknown", ["8:9: no command 'forwrad'"]),
  ("comment-unclosed", ["7:12: this comment is never closed"]),
  ("empty", ["1:1: a lesson begins with front matter"]),
  ("exercise-field-unknown", ["11:1: this is no part of an exercise"]),
  ("exercise-goal-missing", ["7:1: an exercise needs a line 'goal: …'"]),
  ("exercise-goal-twice", ["11:1: 'goal' is given twice"]),
  ("exercise-id-malformed", ["7:23: 'A_1' is no id"]),
  ("exercise-typed-line", ["11:1: this is no part of an exercise"]),
  ("exercise-without-check", ["7:23: this exercise has no check"]),
  ("exercise-without-id", ["7:1: this exercise has no id"]),
  ("exercise-without-solution", ["7:23: this exercise has no solution"]),
  ("fence-too-short-to-close", ["7:1: this fence is never closed"]),
  ("fence-unclosed", ["7:1: this fence is never closed"]),
  ("format-unknown", ["2:9: 'lesson/2' is not a format this program reads"]),
  ("front-matter-unclosed", ["1:1: the front matter is never closed"]),
  ("hint-never-fires", ["11:11: no wrong answer fires this hint"]),
  ("hint-without-condition", ["11:1: this hint has no condition"]),
  ("id-malformed", ["3:5: 'My Sample' is no id"]),
  ("id-missing", ["1:1: the front matter has no 'id'"]),
  ("ids-twice", ["13:23: the id 'a' is taken already, in line 7"]),
  ("indented-fence", ["10:12: no command 'forwrad'"]),
  ("key-twice", ["4:1: 'id' is given twice"]),
  ("key-unknown", ["4:1: the front matter has no key 'author'"]),
  ("key-without-value", ["4:1: this is no 'key: value'"]),
  ("line-cannot-fail", ["9:1: this cannot fail"]),
  ("message-brace-unclosed", ["11:28: this brace has no partner or nothing in it"]),
  ("minutes-no-number", ["4:10: 'ten' is no whole number from 1 up"]),
  ("needs-no-list", ["4:8: this is no list"]),
  ("no-front-matter", ["1:1: a lesson begins with front matter"]),
  ("output-before-typed", ["8:1: this stands before the first typed line"]),
  ("path-absolute", ["8:20: '/etc/passwd' lies outside of the lesson's folder"]),
  ("path-outside", ["8:14: '../secrets' lies outside of the lesson's folder"]),
  ("prediction-one-option", ["9:10: a prediction has 2 to 26 options"]),
  ("prediction-option-twice", ["9:22: this option is given twice"]),
  ("prediction-truth-no-option", ["11:8: the truth is none of the options"]),
  ("prediction-without-statement", ["7:1: a prediction needs a typed line that shows the truth"]),
  (
    "problem-before-output",
    ["9:3: a problem ends the statement, so nothing can be printed after it"]
  ),
  ("problem-kind-unknown", ["9:3: no problem is of the kind 'shape-mismach'"]),
  ("prompt-empty", ["8:1: nothing is typed here"]),
  ("quiz-line-unknown", ["11:1: this is no part of a quiz"]),
  ("quiz-one-option", ["7:1: a quiz has 2 to 26 options"]),
  ("quiz-without-feedback", ["10:5: this option has no feedback"]),
  ("quiz-without-right", ["7:19: no option of this quiz is right"]),
  ("solution-command-unknown", ["11:11: no command 'forwrad'"]),
  ("statement-unfinished", ["8:9: this statement is not complete"]),
  ("title-quotes", ["4:8: these quotes do not enclose the whole value"]),
  ("transcript-empty", ["7:1: nothing is typed in this block"]),
  ("windows-endings", ["8:9: no command 'forwrad'"]),
  ("words-after-setup", ["7:17: 'now' means nothing after setup"]),
  (
    "wrong-names-no-hint",
    ["11:24: no hint has this condition, and no hint or message these words"]
  ),
  ("wrong-without-hint", ["11:8: this wrong answer names no hint"]),
]

@Suite struct MalformedTests {
  @Test(arguments: table)
  func `a malformed lesson is refused with place and reason`(file: String, expected: [String])
    throws
  {
    let text = try String(contentsOf: folder.appending(path: file + ".md"), encoding: .utf8)
    #expect(mistakes(in: text).map { "\($0.line):\($0.column): \($0.message)" } == expected)
  }

  @Test func `every file of the corpus stands in the table`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(files == table.map { $0.file + ".md" })
  }

  @Test func `a file that is not UTF-8 is refused where it stops being so`() {
    let reading = reader.read(bytes: Array("---\nid: é".utf8) + [0xff, 0x41])
    #expect(reading.mistakes.map { "\($0.line):\($0.column)" } == ["2:6"])
  }

  @Test func `a file or a line of any size is refused, not read forever`() {
    let line = String(repeating: "`[<!--->(", count: 30_000)
    #expect(
      reader.read(line).mistakes.contains { $0.message == "a line holds at most 10000 bytes" })
    let file = String(repeating: "fathom> (\n", count: 500_000)
    #expect(reader.read(file).mistakes.map(\.message) == ["a lesson holds at most 4 MB"])
    let many = "---\n" + String(repeating: "x\n", count: 100_000)
    #expect(reader.read(many).mistakes.count == 100)
  }
}
