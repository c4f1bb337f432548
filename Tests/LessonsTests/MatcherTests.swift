// What the table "Expected output" promises, form by form, and the laws behind it.

import Lessons
import Reports
import Testing

/// Whether one expected line is met by one printed line.
private func fits(_ expected: String, _ printed: String) -> Bool {
  outcome([expected], [printed]) != nil
}

/// The captures of a match, nil when there is none.
private func outcome(_ expected: [String], _ printed: [String]) -> Captures? {
  let lines = expected.enumerated().map { ExpectedLine($1, line: $0 + 1) }
  guard case .fits(let captures) = Matcher.match(lines, Printed(printed)) else { return nil }
  return captures
}

private func mismatch(
  _ expected: [String], _ printed: [String], problem: Problem? = nil
) throws -> Mismatch {
  let lines = expected.enumerated().map { ExpectedLine($1, line: $0 + 10) }
  let match = Matcher.match(lines, Printed(printed, problem: problem))
  guard case .differs(let mismatch) = match else { throw Unexpected(what: "a match") }
  return mismatch
}

private struct Unexpected: Error { let what: String }

@Suite struct MatcherTests {
  @Test(arguments: [
    ("loss 4.6", "loss 4.605"), ("loss 4.6", "loss 4.58"), ("loss 4.6", "loss   4.65"),
    ("4.6", "4.55"), ("1e-10", "1.4e-10"), ("1e-10", "0.6e-10"), ("-0.50", "-0.5049"),
    ("336,196 parameters", "336196 parameters"), ("336196", "336,196"), ("5", "5.0"),
    ("conv1 [32, 3, 8, 8]", "conv1 [32, 3, 8, 8]"), ("9007199254740993", "9,007,199,254,740,993"),
    ("0.0123±5%", "0.0129"), ("0.0123±1e-4", "0.0124"), ("-2±50%", "-3"), ("100%", "100%"),
    ("~3e-9", "9e-9"), ("~3e-9", "1e-9"), ("~3e-9×10", "3e-8"), ("~-3", "-1"), ("~0", "0"),
    ("[>1e-3]", "0.002"), ("[<=0]", "0"), ("[0.9..1.1]", "0.9"), ("[0.9 .. 1.1]", "1.1"),
    ("[num]", "-1.5e-3"), ("[int]", "12,000"), ("[num]%", "37.5%"), ("x=[num]", "x=-4"),
    ("took [time]", "took 12.3 ms"), ("[time]", "2 min 5 s"), ("[time]", "1:05"), ("[time]", "3s"),
    ("a [..] z", "a b c z"), ("conv[..]", "conv12"), ("[..]", "anything at all"), ("a[..]", "a"),
    ("nan", "nan"), ("-inf", "-inf"), ("12ms", "12ms"), ("3x3", "3x3"), ("1.04GB", "1.038GB"),
    ("  indented", "indented  "), ("[num:g]", "[num:g]"), ("0.5±0.1", "0.5±0.1"),
    ("a ~3 b 4.6", "a ~3 b 4.605"), ("10-5", "10-5"), ("[<unk>]", "[<unk>]"),
  ])
  func `this line is met`(expected: String, printed: String) {
    #expect(fits(expected, printed))
  }

  @Test(arguments: [
    ("loss 4.6", "loss 4.66"), ("4.6", "nan"), ("1e-10", "1.6e-10"), ("0.50", "-0.50"),
    ("336,196", "336,197"), ("5", "5.01"), ("9007199254740993", "9007199254740992"),
    ("conv1", "conv2"), ("conv1", "conv1.0"), ("[32, 3, 8, 8]", "[32, 3, 8, 9]"),
    ("0.0123±5%", "0.0130"), ("0.0123±1e-4", "0.0125"), ("~3e-9", "9.1e-9"), ("~3", "-3"),
    ("~0", "1e-30"), ("~3e-9×10", "3.1e-8"), ("[>1e-3]", "1e-3"), ("[>1e-3]", "inf"),
    ("[0.9..1.1]", "1.2"), ("[num]", "nan"), ("[num]", "inf"), ("[int]", "1.5"), ("[num]", "conv1"),
    ("[time]", "12"), ("[time]", "12 apples"), ("nan", "inf"), ("inf", "-inf"), ("12ms", "13ms"),
    ("a b", "ab"), ("a [..] z", "a b c"), ("[..]4.6", "1234.6"), ("[<g]", "1"), ("$g", "1"),
  ])
  func `this line is not met`(expected: String, printed: String) {
    #expect(!fits(expected, printed))
  }

  @Test func `a captured number is used in later lines and in statements`() throws {
    let lines = ["first [num:g]", "second [<g/10]", "again $g", "near $g±5%", "[2*g+1..$g]"]
    let captures = try #require(
      outcome(
        Array(lines.prefix(4)), ["first 1,200.5", "second 120", "again 1200.46", "near 1250"]))
    #expect(captures["g"] == "1200.5")
    #expect(
      captures.substituted(in: "expect loss() < $g/2 \"$h\"") == "expect loss() < 1200.5/2 \"$h\"")
    #expect(outcome(lines, ["first 5", "second 0.6", "again 5", "near 5", "11"]) == nil)
    let negative = try #require(outcome(["[int:n]"], ["-3"]))
    #expect(negative.substituted(in: "1 - $n") == "1 - (-3)")
  }

  @Test(arguments: [
    (["..."], []), (["..."], ["a", "b"]), (["a", "...", "z"], ["a", "z"]),
    (["a", "...", "z"], ["a", "z", "b", "z"]), (["...", "b", "...", "b", "..."], ["b", "c", "b"]),
    (["...", "x [num:g]", "y $g", "..."], ["x 1", "q", "x 2", "y 2", "end"]),
    (["", "a", "", "b", ""], ["a", "", "b"]), ([], ["whatever", "was printed"]),
  ])
  func `these lines are met`(expected: [String], printed: [String]) {
    #expect(outcome(expected, printed) != nil)
  }

  @Test(arguments: [
    (["a", "...", "z"], ["a", "b"]), (["a", "..."], []), (["a"], ["a", "b"]), (["a", "b"], ["a"]),
    (["...", "b", "...", "b"], ["b"]), (["a", "...", "b", "b"], ["a", "b"]),
    (["a", "b"], ["a", "", "b"]),
  ])
  func `these lines are not met`(expected: [String], printed: [String]) {
    #expect(outcome(expected, printed) == nil)
  }

  @Test func `a number off is told with its size, share and tolerance`() throws {
    let mismatch = try mismatch(["epoch 1", "loss 4.6 of 12"], ["epoch 1", "loss 5.1  of 13"])
    #expect(mismatch.line == 11)
    #expect(
      mismatch.summary == "number 1: expected 4.6, printed 5.1: off by 0.5 (10.87%), "
        + "10 times the tolerance 0.05; number 2: expected 12, printed 13: off by 1 (8.333%)")
    #expect(
      mismatch.difference == """
          epoch 1
        - loss 4.6 of 12
        + loss 5.1  of 13
        ?      ^^^     ^^
        ? number 1: expected 4.6, printed 5.1: off by 0.5 (10.87%), 10 times the tolerance 0.05
        ? number 2: expected 12, printed 13: off by 1 (8.333%)

        """)
  }

  @Test(arguments: [
    ("~3e-9", "6e-8", "off by a factor 20, 6.667 times the factor 3 allowed"),
    ("[>1e-3]", "5e-4", "off by 0.0005 (50%)"),
    ("[0.9..1.1]", "2.2", "off by 1.1 (100%)"),
    ("0.5±10%", "0.75", "off by 0.25 (50%), 5 times the tolerance 0.05"),
    ("[<g/10]", "5", "'g' was not captured before"),
  ])
  func `every form says how far off`(expected: String, printed: String, told: String) throws {
    let summary = try mismatch([expected], [printed]).summary
    #expect(summary == "number 1: expected \(expected), printed \(printed): \(told)")
  }

  @Test func `other words are pointed at`() throws {
    let mismatch = try mismatch(["the first layer"], ["the  last layer"])
    #expect(mismatch.summary == "expected 'first layer' in column 6 of 'the  last layer'")
    #expect(mismatch.rows.map(\.text).last == "?      ^")
    #expect(try self.mismatch(["a"], []).summary == "expected 'a', but nothing more was printed")
    #expect(
      try self.mismatch(["a"], ["a", "b"]).summary
        == "nothing more was expected, but 'b' was printed")
  }

  private func mismatch(_ expected: [String], _ printed: [String]) throws -> Mismatch {
    try LessonsTests.mismatch(expected, printed)
  }

  @Test func `an expected problem is known by its kind and, if written, its words`() throws {
    let problem = Problem(
      .shapeMismatch, "dense2 expects [N, 64] but globalavgpool1 gives [N, 16].")
    for line in [
      "! shape-mismatch", "! shape-mismatch:", "! shape-mismatch: dense2 expects …",
      "! shape-mismatch: ... gives [N, [int]].",
    ] {
      let match = Matcher.match([ExpectedLine(line)], Printed(["before"], problem: problem))
      #expect(match == .fits(Captures()), "\(line)")
    }
    for line in ["! syntax", "! shape-mismatch: conv1 …"] {
      #expect(
        try LessonsTests.mismatch([line], [], problem: problem).summary
          == "expected '\(line)', but it failed with shape-mismatch: \(problem.message)")
    }
    #expect(
      try LessonsTests.mismatch([], [], problem: problem).summary
        == "failed with shape-mismatch: \(problem.message)")
    #expect(
      try LessonsTests.mismatch(["! syntax"], []).summary
        == "expected the problem syntax, but it succeeded")
  }
}
