// What an expected line stands for: words to be met as they are, and numbers to be met closely.

/// One expected line, read.
struct Pattern: Sendable, Equatable {
  var pieces: [Piece]

  /// A stretch of the expected line.
  struct Piece: Sendable, Equatable {
    var meaning: Meaning
    /// The stretch as it is written, runs of spaces made one. It always meets itself, so that any
    /// printed text can be expected by writing it down.
    var source: [Character]
    /// Where it begins in the line as it is written, from 1.
    var column: Int
  }

  enum Meaning: Sendable, Equatable {
    /// The very characters.
    case words
    /// A number, to the digits written.
    case number(PrintedNumber)
    /// `0.5±5%`, `~3e-9`, `$g`.
    case near(Reference, Closeness)
    /// `[num]`, `[int]`, `[num:g]`.
    case anyNumber(isInteger: Bool, capture: String?)
    /// `[>1e-3]`
    case comparison(Comparison, Bound)
    /// `[0.9..1.1]`, ends included.
    case range(Bound, Bound)
    /// `[time]`: numbers with units of time.
    case time
    /// `[..]`: any text, also none.
    case anything
  }

  /// The number that is expected.
  enum Reference: Sendable, Equatable {
    case number(PrintedNumber)
    case capture(String)
  }

  /// How close it must be.
  enum Closeness: Sendable, Equatable {
    case digits
    case absolute(Double)
    /// A share of the expected number: 0.05 for 5%.
    case relative(Double)
    /// At most that many times as large or as small, with the same sign.
    case factor(Double)
  }

  enum Comparison: String, Sendable, Equatable {
    case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="

    func holds(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .less: left < right
      case .lessOrEqual: left <= right
      case .greater: left > right
      case .greaterOrEqual: left >= right
      }
    }
  }

  /// Whether it is meant word for word and digit for digit: what `--update` may rewrite.
  var isLiteral: Bool {
    pieces.allSatisfy { piece in
      switch piece.meaning {
      case .words, .number: true
      case .near, .anyNumber, .comparison, .range, .time, .anything: false
      }
    }
  }

  /// Whether every line meets it.
  var meetsEverything: Bool {
    !pieces.isEmpty && pieces.allSatisfy { $0.meaning == .anything || $0.source == [" "] }
      && pieces.contains { $0.meaning == .anything }
  }

  /// The captures it makes, with columns.
  var captures: [(name: String, column: Int)] {
    pieces.compactMap { piece in
      if case .anyNumber(_, let name?) = piece.meaning { return (name, piece.column) }
      return nil
    }
  }

  /// The captures it uses, with columns.
  var uses: [(name: String, column: Int)] {
    pieces.flatMap { piece in piece.meaning.names.map { ($0, piece.column) } }
  }
}

extension Pattern.Meaning {
  /// The captured numbers it needs.
  var names: [String] {
    switch self {
    case .near(.capture(let name), _): [name]
    case .comparison(_, let bound): bound.names
    case .range(let low, let high): low.names + high.names
    case .words, .number, .near, .anyNumber, .time, .anything: []
    }
  }
}
