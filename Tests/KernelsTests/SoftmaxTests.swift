// Softmax and its slope against loops over single numbers in Float64.

import Foundation
import Kernels
import Testing

@Suite struct SoftmaxTests {
  /// Two roundings of numbers of at most 1.
  static let tolerance: Float = 2e-7

  static let sizes = [
    (0, 3, 4), (2, 0, 4), (2, 3, 0), (1, 1, 1), (5, 7, 1), (3, 2, 31), (2, 5, 63), (2, 5, 64),
    (2, 5, 65), (3, 4, 150), (40, 16, 100), (7, 1000, 1),
  ]

  @Test func `softmax and its slope are their formulas`() {
    for (examples, channels, inner) in Self.sizes {
      let count = examples * channels * inner
      let x = FloatBuffer(pattern(count, 1).values.map { 20 * $0 })
      let v = pattern(count, 2)
      let (y, slope) = (FloatBuffer(count: count), FloatBuffer(count: count))
      softmax(x, into: y, examples: examples, channels: channels, inner: inner)
      softmaxSlope(y, to: v, into: slope, examples: examples, channels: channels, inner: inner)
      var (expected, expectedSlope) = (y.values, y.values)
      for group in groups(examples, channels, inner) {
        let powers = group.map { exp(Double(x[$0])) }
        let mean = group.reduce(0.0) { $0 + Double(y[$1]) * Double(v[$1]) }
        for (i, power) in zip(group, powers) {
          expected[i] = Float(power / powers.reduce(0, +))
          expectedSlope[i] = Float(Double(y[i]) * (Double(v[i]) - mean))
        }
      }
      #expect(gap(y, FloatBuffer(expected)) < Self.tolerance)
      #expect(gap(slope, FloatBuffer(expectedSlope)) < Self.tolerance)
    }
  }

  @Test func `a position's bits do not depend on how many positions there are`() {
    let (channels, most) = (5, 70)
    let x = pattern(channels * most, 3)
    let alone = (0..<most).map { position in
      bits((0..<channels).map { x[$0 * most + position] }, channels, 1)
    }
    for inner in 0...most {
      let together = bits(
        (0..<channels).flatMap { c in (0..<inner).map { x[c * most + $0] } }, channels, inner)
      for position in 0..<inner {
        #expect((0..<channels).map { together[$0 * inner + position] } == alone[position])
      }
    }
  }

  @Test func `huge scores do not overflow and one NaN spoils its own position only`() {
    let y = FloatBuffer(count: 8)
    let x: [Float] = [1e38, -1e38, .nan, -.infinity, 1e38, 3e38, 0, 0]
    softmax(FloatBuffer(x), into: y, examples: 1, channels: 2, inner: 4)
    #expect(y.values[0] == 0.5 && y.values[4] == 0.5)
    #expect(y.values[1] == 0 && y.values[5] == 1)
    #expect(y.values[2].isNaN && y.values[6].isNaN)
    #expect(y.values[3] == 0 && y.values[7] == 1)
  }

  /// The bits of one example's softmax and of its slope at x itself.
  private func bits(_ x: [Float], _ channels: Int, _ inner: Int) -> [[UInt32]] {
    let (y, slope) = (FloatBuffer(count: x.count), FloatBuffer(count: x.count))
    let x = FloatBuffer(x)
    softmax(x, into: y, examples: 1, channels: channels, inner: inner)
    softmaxSlope(y, to: x, into: slope, examples: 1, channels: channels, inner: inner)
    return zip(y.values, slope.values).map { [$0.bitPattern, $1.bitPattern] }
  }

  /// The indices that are normalized together.
  private func groups(_ examples: Int, _ channels: Int, _ inner: Int) -> [[Int]] {
    (0..<examples).flatMap { example in
      (0..<inner).map { position in
        (0..<channels).map { (example * channels + $0) * inner + position }
      }
    }
  }
}
