// Values placed between the two ends of an axis, linear or logarithmic.

import Foundation
import Reports

/// From values to shares of a length. It works for every finite Double: nothing overflows.
struct Axis: Sendable, Equatable {
  let scale: Scale
  /// The ends: decades (log₁₀) on a logarithmic axis, else multiples of `unit`.
  let low: Double
  let high: Double
  /// From one round number to the next.
  private let step: Double
  /// A power of ten near the largest magnitude.
  private let unit: Double

  /// An axis for bars, which start at zero, or on a logarithmic scale at a decade below all values;
  /// nil if none of `values` can stand on it.
  init?(bars values: [Double], scale: Scale) {
    guard let span = Span(values, scale) else { return nil }
    self.scale = scale
    unit = span.unit
    switch scale {
    case .linear:
      low = min(0, span.low)
      high = span.high > 0 ? span.high : span.low < 0 ? 0 : 1
    case .logarithmic:
      let floor = span.low.rounded(.down)
      low = floor == span.low ? floor - 1 : floor
      high = span.high.rounded(.up)
    }
    step = high - low
  }

  /// An axis for curves, of about `parts` steps from a round number below all values to one above;
  /// nil if none of `values` can stand on it.
  init?(curves values: [Double], scale: Scale, parts: Int) {
    guard let span = Span(values, scale) else { return nil }
    self.scale = scale
    unit = span.unit
    var (low, high) = (span.low, span.high)
    let limit: Double
    switch scale {
    case .linear:
      if low == high {
        let half = max(abs(low) / 2, 0.5)
        (low, high) = (low - half, high + half)
      }
      step = Self.roundStep((high - low) / Double(parts))
      limit = Double.greatestFiniteMagnitude / unit
    case .logarithmic:
      if low == high { high += 1 }
      step = max(((high - low) / Double(parts)).rounded(.up), 1)
      limit = .infinity
    }
    self.low = max((low / step).rounded(.down) * step, -limit)
    self.high = min((high / step).rounded(.up) * step, limit)
  }

  /// Where `value` stands, 0 at the low end and 1 at the high end; nil if it has no place.
  func share(_ value: Double) -> Double? {
    guard let measure = Span.measure(value, scale, unit) else { return nil }
    return min(max((measure - low) / (high - low), 0), 1)
  }

  /// "linear scale 0 … 12".
  var words: String {
    switch scale {
    case .linear: "linear scale \(text(low, digits: 4)) … \(text(high, digits: 4))"
    case .logarithmic: "log scale \(text(low, digits: 4)) … \(text(high, digits: 4))"
    }
  }

  /// The ends of all steps along the axis, from low to high, with as many digits as tell them
  /// apart.
  var ticks: [(share: Double, text: String)] {
    let count = ((high - low) / step).rounded()
    let measures = (0...Int(min(count, 100))).map { min(low + Double($0) * step, high) }
    var texts: [String] = []
    for digits in 3...17 {
      texts = measures.map { text($0, digits: digits) }
      if zip(texts, texts.dropFirst()).allSatisfy({ $0 != $1 }) { break }
    }
    return zip(measures, texts).map { (share: ($0 - low) / (high - low), text: $1) }
  }

  /// The number at `measure` as a reader sees it.
  private func text(_ measure: Double, digits: Int) -> String {
    switch scale {
    case .linear:
      // A step's rounding error beside zero is zero.
      abs(measure) < 1e-12 * (high - low) ? "0" : Figures.text(measure * unit, digits: digits)
    case .logarithmic:
      // Beyond these decades a power of ten is no exact Double.
      abs(measure) <= 300 ? Figures.text(pow(10, measure)) : "1e\(Int(measure))"
    }
  }

  /// The smallest of 1, 2, 5 times a power of ten that is not below `step`.
  private static func roundStep(_ step: Double) -> Double {
    let power = pow(10, log10(step).rounded(.down))
    for factor in [1.0, 2, 5] where factor * power >= step * (1 - 1e-9) { return factor * power }
    return 10 * power
  }
}

/// The least and the greatest of the values that have a place on a scale.
private struct Span {
  var low = Double.infinity
  var high = -Double.infinity
  let unit: Double

  init?(_ values: [Double], _ scale: Scale) {
    let largest = values.filter(\.isFinite).map(abs).max() ?? 0
    // Kept within the powers of ten that are normal Doubles, and so is their inverse.
    unit = largest > 0 ? pow(10, min(max(log10(largest).rounded(.down), -300), 307)) : 1
    for value in values {
      guard let measure = Self.measure(value, scale, unit) else { continue }
      low = min(low, measure)
      high = max(high, measure)
    }
    if low > high { return nil }
  }

  static func measure(_ value: Double, _ scale: Scale, _ unit: Double) -> Double? {
    guard value.isFinite else { return nil }
    switch scale {
    case .linear: return value / unit
    case .logarithmic: return value > 0 ? log10(value) : nil
    }
  }
}
