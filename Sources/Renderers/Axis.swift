// Values placed between the two ends of an axis, linear or logarithmic.

import Foundation
import Reports

/// From values to shares of a length. It works for every finite Double: nothing overflows.
struct Axis: Sendable, Equatable {
  let scale: Scale
  /// The ends: decades (log₁₀) on a logarithmic axis, else multiples of `unit`.
  let low: Double
  let high: Double
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
  }

  /// An axis for curves, from a round number below all values to one above;
  /// nil if none of `values` can stand on it.
  init?(curves values: [Double], scale: Scale) {
    guard let span = Span(values, scale) else { return nil }
    self.scale = scale
    unit = span.unit
    switch scale {
    case .linear:
      let half = span.high > span.low ? 0 : max(abs(span.low) / 2, 0.5)
      let step = Self.roundStep((span.high - span.low + 2 * half) / 5)
      let limit = Double.greatestFiniteMagnitude / span.unit
      low = max(((span.low - half) / step).rounded(.down) * step, -limit)
      high = min(((span.high + half) / step).rounded(.up) * step, limit)
    case .logarithmic:
      low = span.low.rounded(.down)
      high = max(span.high.rounded(.up), low + 1)
    }
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

  /// Round numbers along the axis, at most `count` (two at least), from low to high.
  func ticks(atMost count: Int) -> [(share: Double, text: String)] {
    let span = high - low
    let wanted = span / Double(max(count - 1, 1))
    let step: Double
    switch scale {
    case .linear: step = Self.roundStep(wanted)
    case .logarithmic: step = max(wanted.rounded(.up), 1)
    }
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard last >= first, last - first <= 1000 else { return [] }
    let measures = (0...Int(last - first)).map { (first + Double($0)) * step }
    let shares = measures.map { ($0 - low) / span }
    for digits in 3...17 {
      let texts = measures.map { text($0, digits: digits) }
      if zip(texts, texts.dropFirst()).allSatisfy({ $0 != $1 }) || digits == 17 {
        return Array(zip(shares, texts)).map { (share: $0, text: $1) }
      }
    }
    return []
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
