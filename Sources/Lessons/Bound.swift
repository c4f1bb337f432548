// The right side of a comparison in expected output: `1e-3`, `g/10`, `0.9*g`.

/// Arithmetic over numbers and captured numbers: products of sums are not needed, so there are no
/// parentheses, and `*` and `/` bind tighter than `+` and `-`.
struct Bound: Sendable, Equatable {
  enum Factor: Sendable, Equatable {
    case number(Double)
    case capture(String)
  }

  /// A factor and how it joins what stands before it.
  struct Step: Sendable, Equatable {
    var operation: Character
    var factor: Factor
  }

  /// The first step is `+`.
  var steps: [Step]

  /// The names it needs.
  var names: [String] {
    steps.compactMap { step in
      if case .capture(let name) = step.factor { return name }
      return nil
    }
  }

  /// The value, or nil when a name was not captured.
  func value(_ captures: Captures) -> Double? {
    var sum = 0.0
    var term = 0.0
    for step in steps {
      let factor: Double
      switch step.factor {
      case .number(let number): factor = number
      case .capture(let name):
        guard let number = captures.number(name) else { return nil }
        factor = number.value
      }
      switch step.operation {
      case "*": term *= factor
      case "/": term /= factor
      case "-":
        sum += term
        term = -factor
      default:
        sum += term
        term = factor
      }
    }
    return sum + term
  }
}
