// What went wrong, as facts: a summary, a place in the line, and a way on.

/// A refusal. Whoever throws it leaves everything as it was.
package struct Problem: Error, Sendable, Equatable {
  /// The sort of problem, in the words a lesson can expect: `! shape-mismatch: …`.
  package enum Kind: String, Sendable, Equatable, CaseIterable {
    case syntax
    case unknownWord = "unknown-word"
    case wrongArgument = "wrong-argument"
    case shapeMismatch = "shape-mismatch"
    case notReady = "not-ready"
    case badFile = "bad-file"
    case tooLarge = "too-large"
    case notFinite = "not-finite"
    case expectation
    case interrupted
    case internalError = "internal-error"
  }

  /// A stretch of the submitted text, in characters.
  package struct Place: Sendable, Equatable {
    /// Counted from 1, from the start of the submitted text.
    package var column: Int
    package var length: Int

    package init(column: Int, length: Int = 1) {
      self.column = column
      self.length = length
    }
  }

  package var kind: Kind
  /// One sentence, without a full stop where it is short: "no command 'forwrad'".
  package var message: String
  /// Lines with further facts, shown under the message.
  package var facts: [String]
  /// A way on: "did you mean 'forward'?", "try: dense(16)".
  package var hint: String?
  package var place: Place?

  package init(
    _ kind: Kind, _ message: String, facts: [String] = [], hint: String? = nil,
    place: Place? = nil
  ) {
    self.kind = kind
    self.message = message
    self.facts = facts
    self.hint = hint
    self.place = place
  }

  /// The same problem at `place`, unless it has one already.
  package func at(_ place: Place?) -> Problem {
    var problem = self
    problem.place = problem.place ?? place
    return problem
  }
}
