// Functions of elements, sums, statistics and random numbers.

import Kernels
import Testing

@Suite struct ElementTests {
  /// Sums in Float64 of up to 100 000 numbers in ±1 differ by the order of addition only.
  static let sumTolerance = 1e-8
  /// Sizes around the pieces that threads and vectors work on.
  static let counts = [0, 1, 3, 31, 32, 33, 8191, 8192, 8193, 32_768, 32_769, 100_003]

  @Test(arguments: counts) func `every element is transformed`(count: Int) {
    let (x, z) = (pattern(count, 1), pattern(count, 2))
    let y = FloatBuffer(repeating: .nan, count: count)
    transform(x, into: y) { 2 * $0 }
    #expect(y.values == x.values.map { 2 * $0 })
    combine(x, z, into: y) { $0 - $1 }
    #expect(y.values == zip(x.values, z.values).map { $0 - $1 })
    axpy(0.5, z, into: y)
    let expected = zip(x.values, z.values).map { ($0 - $1) + 0.5 * $1 }
    #expect(gap(y, FloatBuffer(expected)) < 1e-6)
  }

  @Test(arguments: counts) func `sums are those of Float64`(count: Int) {
    let (x, y) = (pattern(count, 1), pattern(count, 2))
    let (a, b) = (x.values.map { Double($0) }, y.values.map { Double($0) })
    #expect(abs(sum(x) - a.reduce(0, +)) < Self.sumTolerance)
    #expect(abs(dot(x, y) - zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }) < Self.sumTolerance)
    #expect(abs(sumOfSquares(x) - a.reduce(0) { $0 + $1 * $1 }) < Self.sumTolerance)
  }

  @Test(arguments: counts) func `statistics describe the finite numbers`(count: Int) {
    var values = pattern(count, 1).values
    let lost = min(3, count)
    for (index, value) in [Float.nan, .infinity, -.infinity].prefix(lost).enumerated() {
      values[index * (count / 3)] = value
    }
    let facts = statistics(FloatBuffer(values))
    let finite = values.filter(\.isFinite)
    #expect(facts.notFinite == lost)
    #expect(facts.minimum == finite.min() ?? 0)
    #expect(facts.maximum == finite.max() ?? 0)
    let mean = finite.reduce(0.0) { $0 + Double($1) } / Double(max(1, finite.count))
    let square = finite.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    #expect(abs(facts.mean - mean) < Self.sumTolerance)
    #expect(
      abs(facts.deviation - (square / Double(max(1, finite.count))).squareRoot())
        < Self.sumTolerance)
  }

  @Test func `a random number depends on the key and its position only`() {
    for fill in [fillUniform01, fillStandardNormal] {
      let (long, short) = (FloatBuffer(count: 20_000), FloatBuffer(count: 7))
      fill(long, 5)
      fill(short, 5)
      #expect(Array(long.values.prefix(7)) == short.values)
      fill(short, 6)
      #expect(Array(long.values.prefix(7)) != short.values)
    }
  }

  @Test func `uniform numbers fill their range evenly and never reach its end`() {
    let x = FloatBuffer(count: 1 << 20)
    fillUniform(into: x, low: -2, high: 3, key: 1)
    let facts = statistics(x)
    #expect(facts.minimum >= -2 && facts.minimum < -1.99)
    #expect(facts.maximum < 3 && facts.maximum > 2.99)
    // The mean's own deviation is 5 / √12 / 2¹⁰ = 0.0014; four of them.
    #expect(abs(facts.mean - 0.5) < 0.006)
    #expect(abs(facts.deviation - 5 / 12.0.squareRoot()) < 0.006)
    fillUniform(into: x, low: 16_777_216, high: 16_777_218, key: 1)
    #expect(statistics(x).maximum < 16_777_218)
  }

  @Test func `normal numbers have the normal distribution's moments and tails`() {
    let x = FloatBuffer(count: 1 << 20)
    fillNormal(into: x, mean: 1, deviation: 2, key: 9)
    let standard = x.values.map { (Double($0) - 1) / 2 }
    func moment(_ power: Int) -> Double {
      standard.reduce(0.0) { total, value in
        total + (0..<power).reduce(1.0) { product, _ in product * value }
      } / Double(standard.count)
    }
    // Standard errors are √(1, 2, 15, 96) / 2¹⁰; about five of each.
    #expect(abs(moment(1)) < 0.005)
    #expect(abs(moment(2) - 1) < 0.007)
    #expect(abs(moment(3)) < 0.02)
    #expect(abs(moment(4) - 3) < 0.05)
    // 0.27 % lie beyond three deviations; neighbours are not related.
    let beyond = Double(standard.count { abs($0) > 3 }) / Double(standard.count)
    #expect(abs(beyond - 0.0027) < 0.0003)
    let neighbours = zip(standard, standard.dropFirst()).reduce(0.0) { $0 + $1.0 * $1.1 }
    #expect(abs(neighbours / Double(standard.count)) < 0.005)
  }

  private func fillUniform01(_ x: FloatBuffer, _ key: UInt64) {
    fillUniform(into: x, low: 0, high: 1, key: key)
  }

  private func fillStandardNormal(_ x: FloatBuffer, _ key: UInt64) {
    fillNormal(into: x, mean: 0, deviation: 1, key: key)
  }
}
