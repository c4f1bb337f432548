// The Frobenius norm of a Jacobian: exact while that is cheap, else estimated with its error.

package import Networks
package import Tensors
import Layers

/// ‖J‖_F = √Σ Jᵢⱼ².
package struct FrobeniusNorm: Sendable, Equatable {
  package var value: Double
  /// The standard error of `value`; 0 when it is exact.
  package var standardError: Double
  package var isExact: Bool
  /// How many products with J or Jᵀ were made.
  package var products: Int

  /// More products than this are not made for an exact answer.
  package static let exactLimit = 256
  /// The estimate stops at this relative standard error …
  private static let precision = 2e-3
  /// … or after this many probes, but not before a few have told its spread.
  private static let mostProbes = 400
  private static let fewestProbes = 12

  /// - Parameter probes: if given, exactly this many random probes are used.
  package static func measure(
    _ map: Linearization, probes: Int?, randomness: Randomness, isCancelled: () -> Bool
  ) -> FrobeniusNorm {
    if probes == nil {
      // A diagonal Jacobian: J 1 is its diagonal.
      if map.coupling == .element {
        let square = map.jvp(Tensor(repeating: 1, map.inputShape)).sumOfSquares
        return FrobeniusNorm(
          value: square.squareRoot(), standardError: 0, isExact: true, products: 1)
      }
      // Examples that do not interact are probed all at once.
      let isPerExample = map.coupling == .example
      let inputs = isPerExample ? map.inputShape.example.count : map.inputShape.count
      let outputs = isPerExample ? map.outputShape.example.count : map.outputShape.count
      if min(inputs, outputs) <= exactLimit {
        return exact(map, byColumns: inputs <= outputs, isPerExample, isCancelled)
      }
    }
    return estimate(map, probes: probes, randomness, isCancelled)
  }

  /// Σ over columns J eⱼ, or rows Jᵀ eᵢ, of their squared norms.
  private static func exact(
    _ map: Linearization, byColumns: Bool, _ isPerExample: Bool, _ isCancelled: () -> Bool
  ) -> FrobeniusNorm {
    let shape = byColumns ? map.inputShape : map.outputShape
    let size = isPerExample ? shape.example.count : shape.count
    var square = 0.0
    for index in 0..<size where !isCancelled() {
      var unit = Tensor.zeros(shape)
      for start in stride(from: index, to: shape.count, by: size) { unit[start] = 1 }
      square += (byColumns ? map.jvp(unit) : map.vjp(unit)).sumOfSquares
    }
    return FrobeniusNorm(
      value: square.squareRoot(), standardError: 0, isExact: true, products: size)
  }

  /// Hutchinson's estimate: E‖J v‖² = ‖J‖_F² for v of random signs.
  private static func estimate(
    _ map: Linearization, probes: Int?, _ randomness: Randomness, _ isCancelled: () -> Bool
  ) -> FrobeniusNorm {
    // The side with more elements is summed over, so the probe lives on the other's.
    let forward = map.inputShape.count >= map.outputShape.count
    var sum = 0.0
    var squares = 0.0
    var count = 0
    var relative = Double.infinity
    while count < (probes ?? mostProbes), !isCancelled() {
      let probe = randomness.split(by: count)
      let sample =
        forward
        ? map.jvp(probe.signs(map.inputShape)).sumOfSquares
        : map.vjp(probe.signs(map.outputShape)).sumOfSquares
      count += 1
      sum += sample
      squares += sample * sample
      let mean = sum / Double(count)
      guard count > 1, mean > 0 else { continue }
      let variance = max(0, squares / Double(count) - mean * mean) / Double(count - 1)
      relative = variance.squareRoot() / mean / 2
      if probes == nil, count >= fewestProbes, relative < precision { break }
    }
    let value = (sum / Double(max(1, count))).squareRoot()
    return FrobeniusNorm(
      value: value, standardError: relative.isFinite ? relative * value : .nan, isExact: false,
      products: count)
  }
}
