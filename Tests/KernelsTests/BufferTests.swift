// Whole buffers: sums, maps, statistics and random numbers.

import Foundation
import Kernels
import Testing

@Suite struct BufferTests {
  @Test(arguments: [0, 1, 7, 31, 33, 1000, 70_000, 200_001])
  func `sums are those of single numbers added in Float64`(count: Int) {
    let (x, y) = (pattern(count, 1), pattern(count, 2))
    let expected = zip(x.values, y.values).reduce(into: (0.0, 0.0, 0.0)) { sums, numbers in
      sums.0 += Double(numbers.0)
      sums.1 += Double(numbers.0) * Double(numbers.1)
      sums.2 += Double(numbers.0) * Double(numbers.0)
    }
    /// Float64 sums of numbers in ±1 in another order.
    let tolerance = 1e-12 * Double(count)
    #expect(abs(sum(x) - expected.0) <= tolerance)
    #expect(abs(dot(x, y) - expected.1) <= tolerance)
    #expect(abs(sumOfSquares(x) - expected.2) <= tolerance)
  }

  @Test(arguments: [0, 1, 100, 70_000])
  func `maps reach every number once, also in place`(count: Int) {
    let (x, y) = (pattern(count, 1), pattern(count, 2))
    let (xs, ys) = (x.values, y.values)
    transform(x, into: x) { $0 + 1 }
    #expect(x.values == xs.map { $0 + 1 })
    combine(x, y, into: y) { $0 - $1 }
    #expect(y.values == zip(xs, ys).map { ($0 + 1) - $1 })
    scale(2, y, into: x)
    #expect(x.values == y.values.map { 2 * $0 })
    let before = y.values
    axpy(-0.5, x, into: y)
    #expect(zip(before, y.values).allSatisfy { $1 == 0 && $0.isFinite })
  }

  @Test func `statistics are of the finite numbers and count the others`() {
    let found = statistics(FloatBuffer([2, .nan, -1, .infinity, 5, -.infinity, .nan]))
    #expect(found.minimum == -1 && found.maximum == 5 && found.mean == 2)
    #expect(abs(found.deviation - 6.0.squareRoot()) < 1e-12)
    #expect(found.count == 7 && found.nans == 2 && found.infinities == 2 && found.finite == 3)
  }

  @Test func `without a finite number there is no mean`() {
    for values: [Float] in [[], [.nan], [.infinity]] {
      let found = statistics(FloatBuffer(values))
      #expect(found.mean.isNaN && found.minimum.isNaN && found.finite == 0)
    }
  }

  @Test func `uniform numbers fill their range evenly and stay below its end`() {
    let x = FloatBuffer(count: 100_000)
    fillUniform(into: x, low: -1, high: 3, key: 7)
    let found = statistics(x)
    #expect(found.minimum >= -1 && found.minimum < -0.999)
    #expect(found.maximum < 3 && found.maximum > 2.999)
    /// Five standard errors of the mean and the deviation of 10⁵ numbers.
    #expect(abs(found.mean - 1) < 0.02)
    #expect(abs(found.deviation - 4 / 12.0.squareRoot()) < 0.02)
    fillUniform(into: x, low: 2, high: 2, key: 7)
    #expect(x.values.allSatisfy { $0 == 2 })
  }

  @Test func `normal numbers have the moments of a normal distribution`() {
    let x = FloatBuffer(count: 100_001)
    fillNormal(into: x, mean: 2, deviation: 3, key: 7)
    let found = statistics(x)
    /// Five standard errors for 10⁵ numbers.
    #expect(abs(found.mean - 2) < 0.05)
    #expect(abs(found.deviation - 3) < 0.035)
    let standard = x.values.map { (Double($0) - 2) / 3 }
    let fourth = standard.reduce(0) { $0 + pow($1, 4) } / Double(standard.count)
    #expect(abs(fourth - 3) < 0.16)
    // The share beyond 2 deviations is 4.55 %.
    let tail = Double(standard.count { abs($0) > 2 }) / Double(standard.count)
    #expect(abs(tail - 0.0455) < 0.0033)
  }

  @Test func `a random number depends on its key and index alone`() {
    let (short, long, other) = (
      FloatBuffer(count: 999), FloatBuffer(count: 70_000), FloatBuffer(count: 999)
    )
    for fill in [
      { (x: FloatBuffer, key: UInt64) in fillUniform(into: x, low: 0, high: 1, key: key) },
      { (x: FloatBuffer, key: UInt64) in fillNormal(into: x, mean: 0, deviation: 1, key: key) },
    ] {
      fill(short, 3)
      fill(long, 3)
      fill(other, 4)
      #expect(short.values == Array(long.values.prefix(999)))
      #expect(short.values != other.values)
      // Neighbouring keys must not give shifted or similar streams.
      let correlation = dot(short, other) / 999 - sum(short) * sum(other) / 999 / 999
      #expect(abs(correlation) < 0.16)
    }
  }
}
