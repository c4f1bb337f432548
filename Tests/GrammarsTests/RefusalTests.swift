// What is said about texts that cannot be read, compared whole.

import Grammars
import Reports
import Testing

private typealias Refusal = (text: String, message: String, hint: String, column: Int, length: Int)

private let syntaxRefusals: [Refusal] = [
  ("a = (1 + 2", "this bracket is never closed", "end it with )", 5, 1),
  ("a)", "this bracket was never opened", "remove it, or put a ( before it", 2, 1),
  ("note \"abc", "this string is never closed", "end it with \"", 6, 4),
  ("1 +", "a value is missing after '+'", "add one, or remove '+'", 3, 1),
  ("forward; x =", "a value is missing after '='", "add one, or remove '='", 12, 1),
  ("a -> ; b", "a value is missing after '->'", "add one, or remove '->'", 3, 2),
  ("compare a,", "a value is missing after ','", "add one, or remove ','", 10, 1),
  (
    "a / * b", "a value should stand before '*'", "write a number, a name or a call before it", 5, 1
  ),
  ("2 ** 3", "a value should stand before '*'", "powers are written a ^ b", 4, 1),
  ("a + not b", "a value should stand before 'not'", "put it in brackets: (not …)", 5, 3),
  ("1 2", "'2' is unexpected", "put an operator or a ; before it", 3, 1),
  ("x = n* relu", "'relu' is unexpected", "to multiply, put spaces around *", 8, 4),
  ("(a = 1)", "'=' is unexpected", "to compare, write ==", 4, 1),
  ("x = 1, 2", "',' is unexpected", "several values stand in brackets: (3, 32, 32)", 6, 1),
  ("(a; b)", "';' is unexpected", "close the bracket before the next statement", 3, 1),
  ("x = f (3)", "'(' is unexpected", "a call has no space before its bracket: f(x)", 7, 1),
  ("a < b < c", "comparisons cannot stand in a row", "write a < b and b < c", 7, 1),
  (
    "conv(16) -> bn if norm == batch -> relu", "a condition cannot be followed by '->'",
    "put the choice in brackets: a -> (b if c) -> d", 33, 2
  ),
  (
    "x = a where", "'where' is followed by names with their values", "write where a = 1, b = 2", 7,
    5
  ),
  (
    "x = a requires b", "'requires' lacks the message for when it does not hold",
    "write requires depth > 0 \"the depth is positive\"", 16, 1
  ),
  (
    "if = 3", "'if' is a word of the language and cannot be a name", "choose another name", 1, 2
  ),
  ("a* = 3", "a name for a value cannot contain '*'", "choose another name", 1, 2),
  ("f(a, a) = 1", "the name 'a' stands twice", "rename one of them", 6, 1),
  ("x = [1]", "'[' has no meaning here", "lists of numbers are written (3, 32, 32)", 5, 1),
  (
    "note 'a'", "''' has no meaning here", "strings stand in straight double quotes: \"a b\"", 6, 1
  ),
  ("a → b", "'→' has no meaning here", "layers are chained with ->", 3, 1),
  ("batch 3x", "'3x' is neither a number nor a name", "names begin with a letter", 7, 2),
  ("batch 1e999", "'1e999' is too large a number", "the largest is 1.8e308", 7, 5),
  ("conv1. + 1", "the name 'conv1.' lacks a part", "write it as in conv1.weight", 1, 6),
  (
    "data \"C:\\data\"", "a backslash in a string stands before \", \\, n or u{…}",
    "write \\\\ for a backslash", 9, 2
  ),
]

@Suite struct RefusalTests {
  @Test(arguments: syntaxRefusals.indices)
  func `a text that cannot be read is refused with the place and a way on`(index: Int) {
    let expected = syntaxRefusals[index]
    let problem = Problem(
      .syntax, expected.message, hint: expected.hint,
      place: .init(column: expected.column, length: expected.length))
    #expect(throws: problem) { try parse(expected.text, verbs: sampleVerbs) }
  }

  @Test(arguments: [
    ("forwrad conv1", "forwrad", "did you mean 'forward'?"),
    ("jacobain norm=all", "jacobain", "did you mean 'jacobian'?"),
    ("tain steps=3", "tain", "did you mean 'train'?"),
    ("frobnicate 3", "frobnicate", "help lists the commands"),
    ("frobnicate (3)", "frobnicate", "a call has no space before its bracket: frobnicate(…)"),
  ])
  func `an unknown word before an operand is an unknown command`(
    text: String, word: String, hint: String
  ) {
    let problem = Problem(
      .unknownWord, "no command '\(word)'", hint: hint,
      place: .init(column: 1, length: word.count))
    #expect(throws: problem) { try parse(text, verbs: sampleVerbs) }
  }

  @Test func `an unknown word alone is left to whoever knows the names`() throws {
    #expect(try parse("forwrad", verbs: sampleVerbs).map(shape) == ["forwrad"])
  }
}
