// Text → statements; Parser+Statements has their kinds, Parser+Expressions what they are made of.

package import Reports

/// The statements of `text`, in order, none for blank lines and comments. Throws a problem whose
/// place lies within `text`: `unknownWord` for an unknown command, `tooLarge` for what is nested
/// too deeply, else `syntax`.
package func parse(_ text: String, verbs: Verbs) throws(Problem) -> [Statement] {
  var parser = Parser(text, verbs: verbs)
  try parser.refuseBadTokens()
  return try parser.statements()
}

/// The one expression that `text` holds. Throws as `parse` does.
package func parseExpression(_ text: String) throws(Problem) -> Expression {
  var parser = Parser(text, verbs: Verbs([]))
  try parser.refuseBadTokens()
  return try parser.wholeExpression()
}

/// A place in the tokens of a text, and what is known there.
struct Parser {
  /// How deep the rules of the grammar may call each other (twice per bracket), and how many
  /// operators a statement may hold: so that no text is too much for the stack, neither here nor
  /// where the expression is evaluated.
  static let deepestNesting = 200
  static let mostOperators = 1000

  let verbs: Verbs
  private let characters: [Character]
  private let tokens: [Token]
  private(set) var index = 0
  /// Whether a space ends an operand here: between the operands of a command, outside of brackets.
  var splitsOperands = false
  var nesting = 0
  var operators = 0

  init(_ text: String, verbs: Verbs) {
    self.verbs = verbs
    characters = Array(text)
    tokens = Lexer.tokens(of: characters)
  }

  /// A parser of tokens that were cut elsewhere, without their text.
  init(_ tokens: ArraySlice<Token>) {
    verbs = Verbs([])
    characters = []
    let end = Problem.Place(column: tokens.last?.place.end ?? 1)
    self.tokens = tokens + [Token(.end, at: end, spaceBefore: true)]
  }

  // MARK: Looking

  var current: Token { token(0) }

  /// The token `offset` after the current one; at the end, the end.
  func token(_ offset: Int) -> Token {
    tokens[min(index + offset, tokens.count - 1)]
  }

  /// The token before the current one, where there is one.
  var previous: Token? { index > 0 ? tokens[index - 1] : nil }

  var allTokens: [Token] { tokens }

  func isAt(_ symbol: Token.Symbol, offset: Int = 0) -> Bool {
    token(offset).kind == .symbol(symbol)
  }

  func isAt(_ keyword: Keyword) -> Bool {
    current.kind == .name(keyword.rawValue)
  }

  /// Whether the token `offset` ahead touches the one before it.
  func isAttached(_ offset: Int) -> Bool { !token(offset).spaceBefore }

  /// Whether `name =` stands `offset` ahead.
  func isAtNamed(offset: Int = 0) -> Bool {
    guard case .name = token(offset).kind else { return false }
    return isAt(.assign, offset: offset + 1)
  }

  // MARK: Moving

  @discardableResult
  mutating func advance() -> Token {
    let token = current
    index = min(index + 1, tokens.count - 1)
    return token
  }

  mutating func accept(_ symbol: Token.Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  mutating func accept(_ keyword: Keyword) -> Bool {
    guard isAt(keyword) else { return false }
    advance()
    return true
  }

  // MARK: Text

  /// The stretch from `start` to the last token read.
  func place(from start: Problem.Place) -> Problem.Place {
    start.through(previous?.place ?? start)
  }

  /// The text of a stretch.
  func text(at place: Problem.Place) -> String {
    let start = min(max(0, place.column - 1), characters.count)
    let end = min(max(start, place.end - 1), characters.count)
    return String(characters[start..<end])
  }
}
