// Sums over channels and maps of channels against the formulas.

import Kernels
import Testing

@Suite struct ChannelTests {
  /// Sums in Float64 of up to 140 000 numbers differ by the order of addition only, which is this
  /// much of the larger of 1 and the sum.
  static let sumTolerance = 1e-11
  /// A few roundings of numbers below 4.
  static let mapTolerance: Float = 1e-6

  static let layouts: [[Int]] = {
    var all: [[Int]] = []
    for examples in [0, 1, 2, 5] {
      for channels in [0, 1, 3, 8] {
        for inner in [0, 1, 2, 7, 8, 9, 31, 32, 33, 65] { all.append([examples, channels, inner]) }
      }
    }
    return all + [[3, 40, 1024], [1, 2, 70_000], [70_000, 2, 1], [600, 70, 3]]
  }()

  @Test(arguments: layouts) func `channel sums follow the formulas`(layout: [Int]) {
    let (examples, channels, inner) = (layout[0], layout[1], layout[2])
    let count = examples * channels * inner
    let (x, y) = (pattern(count, 1), pattern(count, 2))
    let means = (0..<channels).map { Double($0) / 8 - 0.3 }
    var (sums, products) = (means.map { _ in 0.0 }, means.map { _ in 0.0 })
    var deviations = sums
    for index in 0..<count {
      let channel = index / inner % channels
      sums[channel] += Double(x[index])
      products[channel] += Double(x[index]) * Double(y[index])
      deviations[channel] +=
        (Double(x[index]) - means[channel])
        * (Double(x[index]) - means[channel])
    }
    expectClose(
      channelSums(x, examples: examples, channels: channels, inner: inner), sums)
    expectClose(
      channelProducts(x, y, examples: examples, channels: channels, inner: inner), products)
    expectClose(
      channelSquaredDeviations(
        x, means: means, examples: examples, channels: channels, inner: inner), deviations)
  }

  @Test(arguments: layouts) func `channel maps follow the formulas`(layout: [Int]) {
    let (examples, channels, inner) = (layout[0], layout[1], layout[2])
    let count = examples * channels * inner
    let (x, y) = (pattern(count, 1), pattern(count, 2))
    let (a, b) = (pattern(channels, 3).values, pattern(channels, 4).values)
    let c = pattern(channels, 5).values
    let affine = FloatBuffer(repeating: .nan, count: count)
    let combined = FloatBuffer(repeating: .nan, count: count)
    channelAffine(
      x, scale: a, shift: b, into: affine, examples: examples, channels: channels, inner: inner)
    channelCombine(
      x, y, a, b, c, into: combined, examples: examples, channels: channels, inner: inner)
    func expected(_ f: (_ channel: Int, _ index: Int) -> Float) -> FloatBuffer {
      FloatBuffer((0..<count).map { f($0 / inner % channels, $0) })
    }
    #expect(gap(affine, expected { a[$0] * x[$1] + b[$0] }) < Self.mapTolerance)
    #expect(gap(combined, expected { a[$0] * x[$1] + b[$0] * y[$1] + c[$0] }) < Self.mapTolerance)
  }

  private func expectClose(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == expected.count)
    for (one, other) in zip(found, expected) {
      #expect(abs(one - other) < Self.sumTolerance * max(1, abs(other)))
    }
  }
}
