// A statement that did not print what was expected: which line, which number, by how much.

package import Reports

/// Why a statement did not match, with the lines side by side.
package struct Mismatch: Sendable, Equatable {
  package enum Reason: Sendable, Equatable {
    /// The words are right, these numbers are not.
    case numbers([Deviation])
    /// `expected` should stand at the column of the printed line.
    case words(expected: String, printed: String, column: Int)
    /// Nothing more was printed.
    case missing(String)
    /// More was printed.
    case surplus(String)
    case unexpectedProblem(Problem)
    case otherProblem(expected: String, Problem)
    case noProblem(kind: String)
  }

  package var reason: Reason
  /// The line of the lesson that was not met, from 1; nil for a problem that none expected.
  package var line: Int?
  /// Expected and printed lines side by side, those far from any difference left out.
  package var rows: [DifferenceRow]

  static let mostRows = 200

  init(_ reason: Reason, line: Int?, rows: [DifferenceRow]) {
    self.reason = reason
    self.line = line
    self.rows = rows
  }

  /// One sentence for the first difference, or one a number for all numbers of its line.
  package var summary: String {
    switch reason {
    case .numbers(let deviations): deviations.map(\.summary).joined(separator: "; ")
    case .words(let expected, let printed, let column):
      expected.isEmpty
        ? "'\(printed)' goes on where the expected line ends, in column \(column)"
        : "expected '\(expected)' in column \(column) of '\(printed)'"
    case .missing(let line): "expected '\(line)', but nothing more was printed"
    case .surplus(let line): "nothing more was expected, but '\(line)' was printed"
    case .unexpectedProblem(let problem): "failed with \(problem.inOneLine)"
    case .otherProblem(let expected, let problem):
      "expected '\(expected)', but it failed with \(problem.inOneLine)"
    case .noProblem(let kind): "expected the problem \(kind), but it succeeded"
    }
  }

  /// The lines side by side, each ended by a newline: expected ones after `-`, printed after `+`.
  package var difference: String { rows.map { $0.text + "\n" }.joined() }
}

extension Mismatch.Reason {
  /// What a comparison says of a printed line; nil when it fits.
  init?(_ comparison: LineComparison, printed: String) {
    switch comparison {
    case .fits: return nil
    case .numbersDiffer(let deviations): self = .numbers(deviations)
    case .wordsDiffer(let expected, let column):
      self = .words(expected: expected, printed: printed, column: column)
    }
  }
}

extension Problem {
  fileprivate var inOneLine: String { "\(kind.rawValue): \(message)" }
}

/// One line of a comparison side by side.
package struct DifferenceRow: Sendable, Equatable {
  package enum Kind: String, Sendable, Equatable {
    case same = "  "
    case expected = "- "
    case printed = "+ "
    /// About the row before it.
    case remark = "? "
    /// Lines left out that are the same.
    case gap = ". "
  }

  package var kind: Kind
  package var words: String

  init(_ kind: Kind, _ words: String) {
    self.kind = kind
    self.words = words
  }

  package var text: String { kind.rawValue + words }
}
