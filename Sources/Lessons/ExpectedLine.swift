// A line that a statement must print.

import Reports

/// One line under a typed line, and what it stands for.
package struct ExpectedLine: Sendable, Equatable {
  /// What stands at the very start of such lines.
  package enum Mark {
    /// Alone: any lines.
    package static let anyLines = "..."
    /// Before the kind of an expected problem.
    package static let problem = "! "
    /// A typed line.
    package static let prompt = "fathom> "
    /// Where a typed line goes on.
    package static let continuation = "   ...> "
  }

  enum Meaning: Sendable, Equatable {
    case anyLines
    case problem(kind: String, Pattern)
    case line(Pattern)
  }

  /// As it stands in the lesson.
  package let text: String
  /// The line of the file, from 1.
  package let line: Int
  /// The column where `text` begins, from 1.
  package let column: Int
  let meaning: Meaning

  package init(_ text: String, line: Int = 1, column: Int = 1) {
    self.text = text
    self.line = line
    self.column = column
    if text.trimmingTrailingSpace == Mark.anyLines {
      meaning = .anyLines
    } else if text.hasPrefix(Mark.problem) {
      let rest = text.dropFirst(Mark.problem.count)
      let kind = rest.prefix { $0 != ":" }
      let words = rest.dropFirst(kind.count + 1)
      meaning = .problem(
        kind: String(kind).trimmed, Pattern(String(words), isProblem: true))
    } else {
      meaning = .line(Pattern(text))
    }
  }

  /// The pattern, of a line that stands for one line.
  var pattern: Pattern? {
    if case .line(let pattern) = meaning { return pattern }
    return nil
  }

  /// The patterns in which numbers may be caught or used.
  var anyPattern: Pattern? {
    switch meaning {
    case .anyLines: nil
    case .problem(_, let pattern), .line(let pattern): pattern
    }
  }

  var isBlank: Bool { text.isBlank }

  /// The kind of problem that is expected.
  var problemKind: String? {
    if case .problem(let kind, _) = meaning { return kind }
    return nil
  }

  static let problemKinds = Problem.Kind.allCases.map(\.rawValue)

  /// Whether it is meant word for word and digit for digit.
  package var isLiteral: Bool { pattern?.isLiteral ?? false }
}

extension StringProtocol {
  var isBlank: Bool { allSatisfy(\.isWhitespace) }

  var trimmingTrailingSpace: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  var trimmed: String { String(trimmingTrailingSpace.drop(while: \.isWhitespace)) }
}
