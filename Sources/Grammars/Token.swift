// A piece of the text: a number, a string, a name or a symbol, with its place.

package import Reports

/// The smallest piece of a statement.
package struct Token: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case number(Double)
    case string(String)
    /// A word, dotted or with `*` as a glob; words of the language such as `if` are names too.
    case name(String)
    case symbol(Symbol)
    /// The end of a line, where it separates statements: not in brackets, not after `->`.
    case newline
    /// A string whose closing quote is missing, with the text so far.
    case unclosedString(String)
    /// Text that is no token of the language, with the reason.
    case refused(Problem)
    case end
  }

  package enum Symbol: String, Sendable, Equatable {
    case arrow = "->", assign = "=", comma = ",", semicolon = ";", open = "(", close = ")"
    case plus = "+", minus = "-", times = "*", over = "/", remainder = "%", power = "^"
    case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case equal = "==", unequal = "!="
  }

  package var kind: Kind
  package var place: Problem.Place
  /// Whether space, a comment or the start of the text stands before it.
  package var spaceBefore: Bool

  package init(_ kind: Kind, at place: Problem.Place, spaceBefore: Bool) {
    self.kind = kind
    self.place = place
    self.spaceBefore = spaceBefore
  }

  /// Whether nothing of the same statement can follow.
  var endsStatement: Bool {
    switch kind {
    case .newline, .end, .symbol(.semicolon): true
    default: false
    }
  }

  /// The name, unless it is a word of the language.
  var freeName: String? {
    guard case .name(let text) = kind, Keyword(rawValue: text) == nil else { return nil }
    return text
  }
}

/// The words of the language, which cannot be names of variables.
enum Keyword: String {
  case `if`, `else`, and, or, not, `where`, requires
  case yes = "true"
  case no = "false"

  /// Whether a value can begin with it.
  var beginsValue: Bool { self == .not || self == .yes || self == .no }
}

extension Problem.Place {
  /// The column just after the stretch.
  var end: Int { column + length }

  /// The stretch from the start of this place to the end of `last`.
  func through(_ last: Problem.Place) -> Problem.Place {
    Problem.Place(column: column, length: max(1, last.end - column))
  }
}
