// Whether a number is close enough to what is expected of it.

extension Pattern.Meaning {
  /// Whether `number` is what is expected. Only numbers within reach of arithmetic are: what
  /// overflows meets nothing but its own digits.
  func isMet(by number: PrintedNumber, _ captures: Captures) -> Bool {
    switch self {
    case .words, .time, .anything: return false
    case .number(let expected): return expected.agrees(with: number, within: expected.halfUnit)
    case .near(let reference, let closeness):
      guard let expected = reference.number(captures) else { return false }
      return closeness.allows(number, for: expected)
    case .anyNumber(let isInteger, _):
      return number.value.isFinite && (!isInteger || number.isInteger)
    case .comparison(let comparison, let bound):
      guard let bound = bound.value(captures) else { return false }
      return number.value.isFinite && comparison.holds(number.value, bound)
    case .range(let low, let high):
      guard let low = low.value(captures), let high = high.value(captures) else { return false }
      return number.value.isFinite && low <= number.value && number.value <= high
    }
  }
}

extension Pattern.Reference {
  /// The number, or nil when it was not captured.
  func number(_ captures: Captures) -> PrintedNumber? {
    switch self {
    case .number(let number): number
    case .capture(let name): captures.number(name)
    }
  }
}

extension Pattern.Closeness {
  /// Room for the rounding of a quotient.
  private static let rounding = 1 + 1e-12

  /// How far a number may be from `expected`; nil where that is a matter of factors.
  func tolerance(around expected: PrintedNumber) -> Double? {
    switch self {
    case .digits: expected.halfUnit
    case .absolute(let size): size
    case .relative(let share): share * expected.value.magnitude
    case .factor: nil
    }
  }

  func allows(_ number: PrintedNumber, for expected: PrintedNumber) -> Bool {
    if let tolerance = tolerance(around: expected) {
      return expected.agrees(with: number, within: tolerance)
    }
    guard case .factor(let factor) = self, number.value.isFinite, expected.value.isFinite else {
      return false
    }
    if expected.value == 0 || number.value == 0 { return expected.value == number.value }
    let ratio = number.value / expected.value
    return ratio > 0 && ratio <= factor * Self.rounding && ratio * factor * Self.rounding >= 1
  }
}
