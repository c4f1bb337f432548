// Start values: variances, bounds, orthogonality, and what becomes of biases and scales.

import Layers
import Tensors
import Testing

/// A sample variance of n numbers is off by √(2/n) at one standard deviation; n is 14 400 here, and
/// four standard deviations are allowed.
private let varianceTolerance = 0.05
/// Rows are orthonormalized in Float64 and rounded to Float32.
private let orthogonalTolerance = 1e-6

@Suite("Initializers") struct InitializerTests {
  let randomness = Randomness(seed: 11)
  /// A convolution of 20 channels to 80 with 3 × 3 windows: n_in = 180, n_out = 720.
  let convolution = NamedTensors([
    ("weight", .zeros([80, 20, 3, 3])), ("bias", Tensor(repeating: 5, [80])),
  ])

  /// Rules and the variance of a weight of `convolution`.
  static let variances: [(rule: Initializer, variance: Double)] = [
    (.he(), 2.0 / 180), (.he(.uniform), 2.0 / 180), (.he(gain: .leakyReLU(slope: 1)), 1.0 / 180),
    (.xavier(), 2.0 / 900), (.xavier(.normal), 2.0 / 900),
    (.xavier(gain: .tanh), 25.0 / 9 * 2 / 900), (.lecun(), 1.0 / 180),
    (.lecun(.uniform), 1.0 / 180), (.normal(deviation: 0.5), 0.25), (.standard, 1.0 / 540),
  ]

  @Test(arguments: variances)
  func `weights have the variance that the rule promises`(
    rule: Initializer, variance: Double
  ) throws {
    let weight = try #require(rule.apply(to: convolution, randomness: randomness)["weight"])
    let mean = weight.sum / Double(weight.count)
    let measured = weight.sumOfSquares / Double(weight.count) - mean * mean
    #expect(abs(measured / variance - 1) < varianceTolerance)
    #expect(abs(mean) < 0.05 * variance.squareRoot())
  }

  /// Rules and the square of the bound on a weight of `convolution`.
  static let squaredBounds: [(rule: Initializer, squaredBound: Double)] = [
    (.he(.uniform), 6.0 / 180), (.xavier(), 6.0 / 900), (.standard, 1.0 / 180),
  ]

  @Test(arguments: squaredBounds)
  func `uniform weights stay within their bound and nearly reach it`(
    rule: Initializer, squaredBound: Double
  ) throws {
    let weight = try #require(rule.apply(to: convolution, randomness: randomness)["weight"])
    let largest = Double(weight.values.reduce(0) { max($0, abs($1)) })
    let bound = squaredBound.squareRoot()
    #expect(largest <= bound * 1.000001 && largest > 0.99 * bound)
  }

  @Test(arguments: [[3, 5], [5, 3], [4, 4], [1, 3], [6, 2, 3, 3]])
  func `orthogonal weights have orthonormal rows or columns`(extents: [Int]) throws {
    let shape = Shape(extents)
    let weight = try #require(
      Initializer.orthogonal().apply(
        to: NamedTensors([("weight", .zeros(shape))]), randomness: randomness)["weight"])
    let (rows, columns) = (shape[0], shape.example.count)
    let vectors =
      rows <= columns
      ? (0..<rows).map { row in (0..<columns).map { weight[row * columns + $0] } }
      : (0..<columns).map { column in (0..<rows).map { weight[$0 * columns + column] } }
    for (i, left) in vectors.enumerated() {
      for (j, right) in vectors.enumerated() {
        let product = zip(left, right).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(product - (i == j ? 1 : 0)) < orthogonalTolerance)
      }
    }
  }

  @Test func `biases become zero and scales one`() {
    let parameters = NamedTensors([
      ("conv1.weight", .zeros([2, 2, 1, 1])), ("conv1.bias", Tensor(repeating: 5, [2])),
      ("bn1.weight", Tensor(repeating: 5, [2])), ("bn1.bias", Tensor(repeating: 5, [2])),
    ])
    for rule in [Initializer.he(), .xavier(), .lecun(), .orthogonal(), .normal(), .standard] {
      let new = rule.apply(to: parameters, randomness: randomness)
      #expect(new.names == parameters.names)
      if rule != .standard { #expect(new["conv1.bias"]?.values == [0, 0]) }
      #expect(new["bn1.weight"]?.values == [1, 1])
      #expect(new["bn1.bias"]?.values == [0, 0])
    }
    #expect(
      Initializer.constant(3).apply(to: parameters, randomness: randomness).tensors
        .allSatisfy { $0.values.allSatisfy { $0 == 3 } })
    #expect(
      Initializer.zeros.apply(to: parameters, randomness: randomness).tensors
        .allSatisfy { $0.values.allSatisfy { $0 == 0 } })
  }

  @Test func `one parameter's numbers do not depend on the others`() {
    let all = Initializer.he().apply(to: convolution, randomness: randomness)
    let alone = Initializer.he().apply(
      to: NamedTensors([("weight", .zeros([80, 20, 3, 3]))]), randomness: randomness)
    #expect(all["weight"] == alone["weight"])
  }

  @Test func `every rule is listed with a sentence`() {
    let rules: [Initializer] = [
      .he(), .xavier(), .lecun(), .orthogonal(), .normal(), .zeros, .constant(1), .standard,
    ]
    #expect(rules.map(\.name) == Initializer.summaries.map(\.name))
    #expect(Initializer.summaries.allSatisfy { $0.summary.hasSuffix(".") })
  }
}
