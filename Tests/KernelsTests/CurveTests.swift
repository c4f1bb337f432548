// Functions with slopes against their formulas, number by number.

import Kernels
import Testing

@Suite struct CurveTests {
  private struct Square: Curve {
    let factor: Float
    func value(_ x: Float) -> Float { factor * x * x }
    func slope(_ x: Float, _ y: Float) -> Float { x == 0 ? 0 : 2 * y / x }
  }

  @Test(arguments: [0, 1, 31, 32_768, 100_003])
  func `a curve and its slope reach every number once`(count: Int) {
    let (x, dx) = (pattern(count, 1), pattern(count, 2))
    let y = FloatBuffer(repeating: .nan, count: count)
    let dy = FloatBuffer(repeating: .nan, count: count)
    let square = Square(factor: 3)
    apply(square, to: x, into: y)
    applySlope(of: square, at: x, y, to: dx, into: dy)
    #expect(y.values == x.values.map(square.value))
    #expect(dy.values == (0..<count).map { square.slope(x[$0], y[$0]) * dx[$0] })
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
