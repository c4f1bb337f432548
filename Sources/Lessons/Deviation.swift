// A number that is not what was expected: by how much, and measured by what was allowed.

import Reports

/// One number off, in facts.
package struct Deviation: Sendable, Equatable {
  /// Which of the expected line's numbers it is, from 1.
  package var ordinal: Int
  /// Where the printed number begins in its line, from 1.
  package var column: Int
  /// As written in the lesson: `4.6`, `0.5±5%`, `[<g/10]`.
  package var expected: String
  /// As printed: `5.1`, `nan`.
  package var printed: String
  /// The distance from the expected number, or from the bound; nil when there is none to measure.
  package var absolute: Double?
  /// The distance as a share of the expected number or bound; nil where that is 0.
  package var relative: Double?
  /// The distance that was allowed, or for `~` the factor; nil for exact numbers and bounds.
  package var tolerance: Double?
  /// The distance in units of the tolerance, or for `~` the factor over the factor allowed.
  package var timesTolerance: Double?
  /// Whether tolerance and times are factors.
  package var isFactor = false
  /// A name in the expected number that no line before has captured.
  package var missingCapture: String?

  /// `number 2: expected 4.6, printed 5.1: off by 0.5 (10.87%), 10 times the tolerance 0.05`
  package var summary: String {
    var text = "number \(ordinal): expected \(expected), printed \(printed)"
    if let missingCapture { return text + ": '\(missingCapture)' was not captured before" }
    if isFactor, let tolerance, let timesTolerance {
      return text + ": off by a factor \(Figures.text(timesTolerance * tolerance)), "
        + "\(Figures.text(timesTolerance)) times the factor \(Figures.text(tolerance)) allowed"
    }
    guard let absolute else { return text }
    text += ": off by \(Figures.text(absolute))"
    if let relative { text += " (\(Figures.text(100 * relative))%)" }
    if let tolerance, let timesTolerance {
      text +=
        ", \(Figures.text(timesTolerance)) times the tolerance \(Figures.text(tolerance))"
    }
    return text
  }
}

extension Deviation {
  /// What is wrong with the number of `line` at `position`, where `piece` expects another.
  init(
    _ piece: Pattern.Piece, ordinal: Int, in line: PrintedLine, at position: Int,
    _ captures: Captures
  ) {
    self.ordinal = ordinal
    column = line.columns[position]
    expected = String(piece.source)
    let number = line.numbers[position]
    printed = number?.text ?? line.notFinite(at: position) ?? ""
    missingCapture = piece.meaning.names.first { captures[$0] == nil }
    if let value = number?.value, value.isFinite, missingCapture == nil {
      measure(piece.meaning, value, captures)
    }
  }

  private mutating func measure(_ meaning: Pattern.Meaning, _ value: Double, _ captures: Captures) {
    switch meaning {
    case .words, .time, .anything, .anyNumber: break
    case .number(let number): measure(value, from: number, .digits)
    case .near(let reference, let closeness):
      if let number = reference.number(captures) { measure(value, from: number, closeness) }
    case .comparison(_, let bound):
      if let bound = bound.value(captures) { measure(value, from: bound) }
    case .range(let low, let high):
      if let low = low.value(captures), let high = high.value(captures) {
        measure(value, from: value < low ? low : high)
      }
    }
  }

  private mutating func measure(_ value: Double, from reference: Double) {
    guard (value - reference).isFinite else { return }
    absolute = abs(value - reference)
    relative = reference == 0 ? nil : abs((value - reference) / reference)
  }

  private mutating func measure(
    _ value: Double, from number: PrintedNumber, _ closeness: Pattern.Closeness
  ) {
    measure(value, from: number.value)
    if case .factor(let factor) = closeness {
      let ratio = value / number.value
      guard ratio > 0, ratio.isFinite else { return }
      isFactor = true
      tolerance = factor
      timesTolerance = max(ratio, 1 / ratio) / factor
    } else if let allowed = closeness.tolerance(around: number), allowed > 0, let absolute {
      tolerance = allowed
      timesTolerance = absolute / allowed
    }
  }
}
