// Infinitely wide layers: how the variance of signals and the norm of gradients go on.

import Foundation

/// Layers x ↦ φ(W x + b) with W ~ N(0, σw²/n) and b ~ N(0, σb²), n → ∞.
///
/// Sources: Poole et al. 2016; Schoenholz et al. 2017.
struct MeanField: Sendable {
  let nonlinearity: Nonlinearity
  /// σw².
  var weightVariance: Double
  /// σb².
  var biasVariance: Double = 0

  /// The variance of the next layer's W x + b, given this layer's: σw² E[φ(√q z)²] + σb².
  func next(_ q: Double) -> Double {
    weightVariance * expectation { square(nonlinearity.value(q.squareRoot() * $0)) } + biasVariance
  }

  /// q*, where it settles.
  var fixedPoint: Double {
    var q = 1.0
    for _ in 0..<Self.steps {
      let next = next(q)
      if abs(next - q) <= Self.precision * next { return next }
      q = next
    }
    return q
  }

  /// χ₁ = σw² E[φ′(√q z)²]: by how much a layer multiplies the squared norm of a gradient at q.
  func gradientFactor(at q: Double) -> Double {
    weightVariance * expectation { square(nonlinearity.derivative(q.squareRoot() * $0)) }
  }

  /// χ₁ at q*: below 1 order, where gradients vanish; above it chaos, where they explode.
  var gradientFactor: Double { gradientFactor(at: fixedPoint) }

  /// The weight variance at which χ₁ = 1, between order and chaos, for this bias variance.
  static func critical(_ nonlinearity: Nonlinearity, biasVariance: Double) -> Double {
    var (low, high) = (0.5, 8.0)
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      let field = MeanField(
        nonlinearity: nonlinearity, weightVariance: middle, biasVariance: biasVariance)
      if field.gradientFactor < 1 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private static let steps = 2000
  private static let precision = 1e-13
}

private func square(_ x: Double) -> Double { x * x }
