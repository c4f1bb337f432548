// What the parser says when it cannot go on: one sentence, the place, and a way on.

import Reports

extension Parser {
  // MARK: Before parsing

  /// Refuses text that is no token, and brackets without a partner.
  func refuseBadTokens() throws(Problem) {
    var open: [Problem.Place] = []
    for token in allTokens {
      switch token.kind {
      case .refused(let problem): throw problem
      case .unclosedString:
        throw Problem(
          .syntax, "this string is never closed", hint: "end it with \"", place: token.place)
      case .symbol(.open): open.append(token.place)
      case .symbol(.close):
        guard open.popLast() == nil else { continue }
        throw Problem(
          .syntax, "this bracket was never opened", hint: "remove it, or put a ( before it",
          place: token.place)
      default: break
      }
    }
    guard let place = open.last else { return }
    throw Problem(.syntax, "this bracket is never closed", hint: "end it with )", place: place)
  }

  // MARK: Tokens out of place

  /// The current token stands where no value, operator or end can stand.
  func unexpected() -> Problem {
    let token = current
    let hint: String
    switch token.kind {
    case .symbol(.assign): hint = "to compare, write =="
    case .symbol(.semicolon): hint = "close the bracket before the next statement"
    case .symbol(.comma): hint = "several values stand in brackets: (3, 32, 32)"
    case .symbol(.open): hint = "a call has no space before its bracket: f(x)"
    case .name(Keyword.where.rawValue), .name(Keyword.requires.rawValue):
      hint = "put the whole in brackets: (… \(text(at: token.place)) …)"
    default:
      let isGlob = if case .name(let name)? = previous?.kind { name.hasSuffix("*") } else { false }
      hint = isGlob ? "to multiply, put spaces around *" : "put an operator or a ; before it"
    }
    return Problem(
      .syntax, "'\(text(at: token.place))' is unexpected", hint: hint, place: token.place)
  }

  /// A value should stand where the current token is.
  func missingValue() -> Problem {
    if current.endsStatement, let previous { return missingValue(after: previous) }
    if current.kind == .end {
      return Problem(
        .syntax, "a value is missing", hint: "write a number, a name or a call",
        place: Problem.Place(column: 1))
    }
    let word = text(at: current.place)
    var hint = "write a number, a name or a call before it"
    if isAt(.not) { hint = "put it in brackets: (not …)" }
    if isAt(.times), previous?.kind == .symbol(.times) { hint = "powers are written a ^ b" }
    return Problem(
      .syntax, "a value should stand before '\(word)'", hint: hint, place: current.place)
  }

  func missingValue(after token: Token) -> Problem {
    let word = text(at: token.place)
    return Problem(
      .syntax, "a value is missing after '\(word)'", hint: "add one, or remove '\(word)'",
      place: token.place)
  }

  /// The current token, or where the text ends the last one, should have been something else.
  private var nearestPlace: Problem.Place? {
    current.endsStatement ? previous?.place : current.place
  }

  func missingBinding() -> Problem {
    Problem(
      .syntax, "'where' is followed by names with their values", hint: "write where a = 1, b = 2",
      place: nearestPlace)
  }

  func missingMessage() -> Problem {
    Problem(
      .syntax, "'requires' lacks the message for when it does not hold",
      hint: "write requires depth > 0 \"the depth is positive\"", place: nearestPlace)
  }

  func chainAfterCondition() -> Problem {
    Problem(
      .syntax, "a condition cannot be followed by '->'",
      hint: "put the choice in brackets: a -> (b if c) -> d", place: current.place)
  }

  func comparisonsInARow() -> Problem {
    Problem(
      .syntax, "comparisons cannot stand in a row", hint: "write a < b and b < c",
      place: current.place)
  }

  // MARK: Words

  /// `word` is no verb, and is followed by an operand.
  func noCommand(_ word: Word) -> Problem {
    let otherwise =
      isAt(.open, offset: 1)
      ? "a call has no space before its bracket: \(word.text)(…)" : "help lists the commands"
    return Problem(
      .unknownWord, "no command '\(word.text)'",
      hint: didYouMean(word.text, among: verbs.names) ?? otherwise, place: word.place)
  }

  /// Refuses to give a value to a word of the language or to a glob.
  func requireNewName(_ word: Word) throws(Problem) {
    if Keyword(rawValue: word.text) != nil {
      throw Problem(
        .syntax, "'\(word.text)' is a word of the language and cannot be a name",
        hint: "choose another name", place: word.place)
    }
    if word.text.contains("*") {
      throw Problem(
        .syntax, "a name for a value cannot contain '*'", hint: "choose another name",
        place: word.place)
    }
  }

  func standsTwice(_ name: Word) -> Problem {
    Problem(
      .syntax, "the name '\(name.text)' stands twice", hint: "rename one of them",
      place: name.place)
  }

  // MARK: Bounds

  /// Enters one level; whoever calls it leaves it with `nesting -= 1`.
  mutating func nest() throws(Problem) {
    guard nesting < Parser.deepestNesting else { throw tooMuch("nested too deeply") }
    nesting += 1
  }

  mutating func countOperator() throws(Problem) {
    operators += 1
    guard operators <= Parser.mostOperators else { throw tooMuch("too long") }
  }

  private func tooMuch(_ how: String) -> Problem {
    Problem(
      .tooLarge, "this expression is \(how)", hint: "give a part of it a name first",
      place: nearestPlace)
  }
}
