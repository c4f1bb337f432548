// Start values: variances, bounds, orthogonality, and what becomes of biases and scales.

import Foundation
import Layers
import Tensors
import Testing

/// A sample variance of n numbers is off by √(2/n) at one standard deviation; n is 14 400 here, and
/// four standard deviations are allowed.
private let varianceTolerance = 0.05
/// Rows are orthonormalized in Float64 and rounded to Float32.
private let orthogonalTolerance = 1e-6
/// Gains are written with five digits.
private let gainTolerance = 2e-4

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
    (.lecun(.uniform), 1.0 / 180), (.he(fan: .output), 2.0 / 720),
    (.he(.uniform, fan: .output), 2.0 / 720), (.normal(deviation: 0.5), 0.25),
    (.standard, 1.0 / 540),
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
    for rule in [
      .he(), .xavier(), .lecun(), .orthogonal(), .looksLinear(), .normal(), .standard,
    ] as [Initializer] {
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

  @Test(arguments: [[6, 4], [4, 6], [2, 2], [8, 4, 3, 3]])
  func `looks-linear weights are orthonormal halves and their mirror images`(
    extents: [Int]
  ) throws {
    let shape = Shape(extents)
    let weight = try #require(
      Initializer.looksLinear().apply(
        to: NamedTensors([("weight", .zeros(shape))]), randomness: randomness)["weight"])
    let (rows, columns, area) = (extents[0], extents[1], shape.example.example.count)
    func entry(_ row: Int, _ column: Int, _ place: Int) -> Float {
      weight[(row % rows * columns + column % columns) * area + place]
    }
    for row in 0..<rows {
      for column in 0..<columns {
        for place in 0..<area {
          let value = entry(row, column, place)
          #expect(entry(row + rows / 2, column, place) == -value)
          #expect(entry(row, column + columns / 2, place) == -value)
        }
      }
    }
    // Four halves of an orthonormal matrix: each has a squared norm of its shorter side.
    let shorter = Double(min(rows / 2, columns / 2 * area))
    #expect(abs(weight.sumOfSquares - 4 * shorter) < orthogonalTolerance * 10 * shorter)
  }

  /// Activations as functions, and their gains.
  static let gains: [(gain: Gain, activation: @Sendable (Double) -> Double)] = [
    (.relu, { max(0, $0) }), (.leakyReLU(slope: 0.2), { $0 < 0 ? 0.2 * $0 : $0 }),
    (.elu, { $0 < 0 ? exp($0) - 1 : $0 }), (.swish, { $0 / (1 + exp(-$0)) }),
    (.gelu, { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) }), (.linear, { $0 }),
  ]

  @Test(arguments: gains.indices)
  func `a gain keeps the second moment of a normal input`(index: Int) {
    let (gain, activation) = Self.gains[index]
    // E[φ(z)²] by the trapezoidal rule, whose error vanishes with the square of the step.
    let step = 1e-3
    var sum = 0.0
    for index in -10_000...10_000 {
      let z = Double(index) * step
      let value = activation(z)
      sum += value * value * exp(-z * z / 2)
    }
    let moment = sum * step / (2 * Double.pi).squareRoot()
    #expect(abs(gain.value * gain.value * moment - 1) < gainTolerance)
  }

  @Test func `a weight with connections has the variance of the inputs it sees`() throws {
    // 40 outputs see half of 20 inputs, 40 see all.
    let shares = (0..<80).map { $0 < 40 ? 0.5 : 1.0 }
    for (rule, few, many) in [
      (Initializer.he(), 2.0 / 90, 2.0 / 180), (.lecun(), 1.0 / 90, 1.0 / 180),
      (.xavier(), 2.0 / (90 + 540), 2.0 / (180 + 540)), (.normal(deviation: 1), 1, 1),
    ] as [(Initializer, Double, Double)] {
      let weight = try #require(
        rule.apply(to: convolution, shares: shares, randomness: randomness)["weight"])
      for (rows, variance) in [(0..<40, few), (40..<80, many)] {
        let part = weight.examples(rows)
        let measured = part.sumOfSquares / Double(part.count)
        #expect(abs(measured / variance - 1) < 2 * varianceTolerance)
      }
    }
  }

  @Test func `one parameter's numbers do not depend on the others`() {
    let all = Initializer.he().apply(to: convolution, randomness: randomness)
    let alone = Initializer.he().apply(
      to: NamedTensors([("weight", .zeros([80, 20, 3, 3]))]), randomness: randomness)
    #expect(all["weight"] == alone["weight"])
  }

  @Test func `every rule is listed with a sentence`() {
    let rules: [Initializer] = [
      .he(), .xavier(), .lecun(), .orthogonal(), .looksLinear(), .normal(), .zeros, .constant(1),
      .standard,
    ]
    #expect(rules.map(\.name) == Initializer.summaries.map(\.name))
    #expect(Initializer.summaries.allSatisfy { $0.summary.hasSuffix(".") })
  }
}
