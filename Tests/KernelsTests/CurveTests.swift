// Functions with slopes against their formulas, number by number.

import Foundation
import Kernels
import Testing

@Suite struct CurveTests {
  /// x tanh x, with a slope made of σ, which is not the true one but tells whether it was given.
  private struct Mixture: Curve {
    let factor: Float
    var inner: Transcendental? { .hyperbolicTangent() }
    func value(_ x: Float, _ tanh: Float) -> Float { factor * x * tanh }
    var slopeInner: Transcendental? { .sigmoid() }
    func slope(_ x: Float, _ y: Float, _ sigmoid: Float) -> Float { x + y * sigmoid }
  }

  /// A curve without exponentials.
  private struct Square: Curve {
    let factor: Float
    var inner: Transcendental? { nil }
    func value(_ x: Float, _: Float) -> Float { factor * x * x }
    var slopeInner: Transcendental? { nil }
    func slope(_ x: Float, _ y: Float, _: Float) -> Float { x == 0 ? 0 : 2 * y / x }
  }

  /// Float32 formulas of a few operations.
  static let tolerance: Float = 5e-7

  @Test(arguments: [0, 1, 31, 32_768, 100_003])
  func `a curve and its slope reach every number once`(count: Int) {
    let (x, dx) = (pattern(count, 1), pattern(count, 2))
    let y = FloatBuffer(repeating: .nan, count: count)
    let dy = FloatBuffer(repeating: .nan, count: count)
    let square = Square(factor: 3)
    apply(square, to: x, into: y)
    applySlope(of: square, at: x, y, to: dx, into: dy)
    #expect(y.values == x.values.map { square.value($0, .nan) })
    #expect(dy.values == (0..<count).map { square.slope(x[$0], y[$0], .nan) * dx[$0] })
  }

  @Test(arguments: [0, 1, 31, 1_025, 32_768, 100_003])
  func `a curve of exponentials is given them at every number`(count: Int) {
    let (x, dx) = (pattern(count, 1), pattern(count, 2))
    let y = FloatBuffer(repeating: .nan, count: count)
    let dy = FloatBuffer(repeating: .nan, count: count)
    apply(Mixture(factor: 3), to: x, into: y)
    applySlope(of: Mixture(factor: 3), at: x, y, to: dx, into: dy)
    let value = x.values.map { 3 * $0 * tanh($0) }
    let slope = (0..<count).map { (x[$0] + y[$0] / (1 + exp(-x[$0]))) * dx[$0] }
    #expect(gap(y, FloatBuffer(value)) < Self.tolerance)
    #expect(gap(dy, FloatBuffer(slope)) < Self.tolerance)
  }

  @Test(arguments: [0, 1, 31, 100_003]) func `sums and multiples reach every number once`(
    count: Int
  ) {
    let (x, z) = (pattern(count, 1), pattern(count, 2))
    let y = FloatBuffer(repeating: .nan, count: count)
    add(x, z, into: y)
    #expect(y.values == zip(x.values, z.values).map { $0 + $1 })
    scale(0.5, x, into: y)
    #expect(y.values == x.values.map { 0.5 * $0 })
    axpy(2, z, into: y)
    #expect(y.values == zip(x.values, z.values).map { 0.5 * $0 + 2 * $1 })
  }
}
