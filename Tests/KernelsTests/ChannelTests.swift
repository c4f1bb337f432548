// Sums and maps by channel against loops over single numbers.

import Kernels
import Testing

@Suite struct ChannelTests {
  /// Float64 sums of at most a few thousand numbers in ±1, in another order.
  static let sumTolerance = 1e-10
  /// Rounded once, from Float64 with or without fused rounding.
  static let mapTolerance: Float = 1e-7

  static let sizes = [
    (0, 3, 4), (2, 0, 4), (2, 3, 0), (1, 1, 1), (5, 7, 1), (3, 2, 31), (2, 5, 65), (40, 16, 100),
  ]

  @Test func `sums by channel add what belongs to the channel`() {
    for (examples, channels, inner) in Self.sizes {
      let count = examples * channels * inner
      let (x, y, centers) = (pattern(count, 1), pattern(count, 2), pattern(channels, 3).values)
      var expected = [[Double]](repeating: [Double](repeating: 0, count: channels), count: 3)
      for i in 0..<count {
        let channel = i / inner % channels
        expected[0][channel] += Double(x[i])
        expected[1][channel] += Double(x[i]) * Double(y[i])
        let deviation = Double(x[i]) - Double(centers[channel])
        expected[2][channel] += deviation * deviation
      }
      let found = [
        channelSums(x, examples: examples, channels: channels, inner: inner),
        channelProducts(x, y, examples: examples, channels: channels, inner: inner),
        channelSquaredDeviations(
          x, around: centers, examples: examples, channels: channels, inner: inner),
      ]
      for (found, expected) in zip(found, expected) {
        #expect(found.count == channels)
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < Self.sumTolerance })
      }
    }
  }

  @Test func `maps by channel use the channel's coefficients`() {
    for (examples, channels, inner) in Self.sizes {
      let count = examples * channels * inner
      let (x, z) = (pattern(count, 1), pattern(count, 2))
      let coefficients = (3..<6).map { pattern(channels, $0).values.map { Double($0) } }
      let (a, b, c) = (coefficients[0], coefficients[1], coefficients[2])
      let affine = FloatBuffer(repeating: .nan, count: count)
      let combined = FloatBuffer(repeating: .nan, count: count)
      let blended = FloatBuffer(repeating: .nan, count: count)
      apply(
        ChannelAffine(center: c, scale: a, shift: b), to: x, into: affine, examples: examples,
        inner: inner)
      apply(
        ChannelCombination(a: a, b: b, center: c, shift: c), to: x, z, into: blended,
        examples: examples, inner: inner)
      channelCombineExactly(
        x, z, a: a, b: b, c: c, into: combined, examples: examples, channels: channels,
        inner: inner)
      let channel = { (i: Int) in i / inner % channels }
      let expectedAffine = (0..<count).map {
        Float(a[channel($0)] * (Double(x[$0]) - c[channel($0)]) + b[channel($0)])
      }
      let expectedBlended = (0..<count).map {
        let (i, c) = (channel($0), c[channel($0)])
        return Float(a[i] * Double(x[$0]) + b[i] * (Double(z[$0]) - c) + c)
      }
      let expectedCombined = (0..<count).map {
        Float(a[channel($0)] * Double(x[$0]) + b[channel($0)] * Double(z[$0]) + c[channel($0)])
      }
      #expect(gap(affine, FloatBuffer(expectedAffine)) < Self.mapTolerance)
      #expect(gap(blended, FloatBuffer(expectedBlended)) < Self.mapTolerance)
      #expect(gap(combined, FloatBuffer(expectedCombined)) < Self.mapTolerance)
    }
  }
}
