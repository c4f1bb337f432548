// Activations of straight pieces: comparisons and multiples, no exponentials.

import Kernels

/// An activation of straight pieces.
protocol PiecewiseLinear: Activation {
  /// φ(x).
  func value(_ x: Float) -> Float
  /// φ′(x).
  func slope(_ x: Float) -> Float
}

extension PiecewiseLinear {
  var inner: Transcendental? { nil }
  func value(_ x: Float, _: Float) -> Float { value(x) }
  func slope(_ x: Float, _: Float, _: Float) -> Float { slope(x) }
}
