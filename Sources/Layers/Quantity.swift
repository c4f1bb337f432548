// A number with its slope along one chosen variable: what definitions are worked out in.

import Foundation

/// A dual number in Float64: a value, and its derivative with respect to the one variable that a
/// reader has chosen.
package struct Quantity: Sendable, Equatable {
  package var value: Double
  package var slope: Double

  package init(_ value: Double, slope: Double = 0) {
    self.value = value
    self.slope = slope
  }

  static func + (a: Quantity, b: Quantity) -> Quantity {
    Quantity(a.value + b.value, slope: a.slope + b.slope)
  }

  static func - (a: Quantity, b: Quantity) -> Quantity {
    Quantity(a.value - b.value, slope: a.slope - b.slope)
  }

  static func * (a: Quantity, b: Quantity) -> Quantity {
    Quantity(a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }

  static func / (a: Quantity, b: Quantity) -> Quantity {
    let value = a.value / b.value
    return Quantity(value, slope: (a.slope - value * b.slope) / b.value)
  }

  static func += (a: inout Quantity, b: Quantity) { a = a + b }

  /// √a.
  var root: Quantity {
    let value = value.squareRoot()
    return Quantity(value, slope: slope / (2 * value))
  }

  /// eᵃ.
  var exponential: Quantity {
    let value = Foundation.exp(value)
    return Quantity(value, slope: slope * value)
  }

  /// eᵃ − 1, whose digits stay where a is small.
  var exponentialLessOne: Quantity {
    Quantity(Foundation.expm1(value), slope: slope * Foundation.exp(value))
  }

  /// 1/(1 + e⁻ᵃ).
  var sigmoid: Quantity {
    let value = 1 / (1 + Foundation.exp(-value))
    return Quantity(value, slope: slope * value * (1 - value))
  }

  /// tanh a.
  var hyperbolicTangent: Quantity {
    let value = Foundation.tanh(value)
    return Quantity(value, slope: slope * (1 - value * value))
  }

  /// Φ(a), the distribution function of the standard normal distribution.
  var normalDistribution: Quantity {
    let density = Foundation.exp(-value * value / 2) / (2 * Double.pi).squareRoot()
    return Quantity(
      Foundation.erfc(-value * 0.5.squareRoot()) / 2, slope: slope * density)
  }

  /// aᵉ for a constant exponent.
  func power(_ exponent: Double) -> Quantity {
    Quantity(
      Foundation.pow(value, exponent),
      slope: slope * exponent * Foundation.pow(value, exponent - 1))
  }
}
