// What depth does to a signal and to a Jacobian under each rule of start values.

import Foundation
import Layers
import Tensors
import Testing

/// A mean of random trials may be off by so many of its standard deviations.
private let deviations = 4.0

@Suite("Laws of propagation") struct PropagationLawTests {
  /// Laws 1 to 3: the factor on the norm of each dense layer without bias and its relu.
  static let factors: [(rule: Initializer, depth: Int, factor: Double)] = [
    (.he(), 20, 1), (.lecun(), 20, 0.5.squareRoot()), (.standard, 8, (1.0 / 6).squareRoot()),
  ]

  @Test(arguments: factors)
  func `every layer multiplies the norm by the factor of its start values`(
    rule: Initializer, depth: Int, factor: Double
  ) throws {
    let width = 300
    let ratio = try logarithm(rule, width: width, depth: depth, randomness: Randomness(seed: 4)) / 2
    // ln ‖x_L‖²/‖x_0‖² strays by √(5L/n) around −5L/2n.
    let spread = (5 * Double(depth) / Double(width)).squareRoot() / 2
    let expected = Double(depth) * log(factor) - spread * spread
    #expect(abs(ratio - expected) < deviations * spread)
  }

  /// Law 1 (Hanin and Nica 2018): normal with mean −5L/2n and variance 5L/n.
  @Test func `the logarithm of the norm strays with depth over width`() throws {
    let (width, depth, trials) = (50, 10, 1000)
    let logarithms = try (0..<trials).map { trial in
      try logarithm(
        .he(), width: width, depth: depth, randomness: Randomness(seed: 5).split(by: trial))
    }
    let variance = 5 * Double(depth) / Double(width)
    let mean = logarithms.reduce(0, +) / Double(trials)
    let measured = logarithms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(trials - 1)
    #expect(abs(mean + variance / 2) < deviations * (variance / Double(trials)).squareRoot())
    #expect(abs(measured / variance - 1) < deviations * (2 / Double(trials)).squareRoot())
  }

  /// Law 10.
  @Test(arguments: [0.1, 0.5, 0.8])
  func `dropout divides the second moment by the probability of keeping`(p: Double) throws {
    let count = 200_000
    let layer = try made("dropout", [1, count], ["p": .number(p)])
    let keep = 1 - p
    let square = layer.output(Tensor(repeating: 1, [1, count])).sumOfSquares / Double(count)
    // m² is 1/keep² with probability keep: variance (1 − keep)/keep³.
    let spread = ((1 - keep) / (keep * keep * keep) / Double(count)).squareRoot()
    #expect(abs(square - 1 / keep) < deviations * spread)
  }

  /// Law 12 (Lu et al. 2019), for one input and no biases: width, depth, probability.
  static let deaths: [(width: Int, depth: Int, probability: Double)] = [
    (2, 10, 0.9437), (4, 10, 0.4755), (8, 10, 0.0384), (2, 20, 0.9968),
  ]

  @Test(arguments: deaths)
  func `narrow deep networks are born dead as often as the formula says`(
    width: Int, depth: Int, probability: Double
  ) throws {
    let formula = 1 - pow(1 - pow(2, -Double(width)), Double(depth))
    #expect(abs(formula - probability) < 1e-4)
    let trials = 2000
    let dead = try (0..<trials).count { trial in
      try logarithm(
        .he(), width: width, depth: depth, randomness: Randomness(seed: 6).split(by: trial))
        == -.infinity
    }
    let spread = (probability * (1 - probability) / Double(trials)).squareRoot()
    #expect(abs(Double(dead) / Double(trials) - probability) < deviations * spread)
  }

  /// Law 19: J = D W with Var W = 2/n.
  @Test func `the squared Jacobian of a He layer with its relu is the number of outputs`() throws {
    let (width, trials) = (128, 60)
    let units = Tensor([width, width], (0..<width * width).map { $0 % (width + 1) == 0 ? 1 : 0 })
    let squares = try (0..<trials).map { trial in
      let randomness = Randomness(seed: 7).split(by: trial)
      // The same example in every row, so that one product with the identity gives all rows of J.
      let example = randomness.split(by: "x").normal([width]).values
      let x = Tensor([width, width], (0..<width).flatMap { _ in example })
      let dense = try layer(.he(), width: width, randomness: randomness)
      let relu = try made("relu", [width, width])
      let first = dense.forward(x, phase: .training, randomness: randomness)
      let second = relu.forward(first.output, phase: .training, randomness: randomness)
      let dy = try #require(relu.vjp(units, of: second, wanted: .input).input)
      return try #require(dense.vjp(dy, of: first, wanted: .input).input).sumOfSquares
    }
    let expected = Double(width)
    let mean = squares.reduce(0, +) / Double(trials)
    let variance = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(trials - 1)
    #expect(abs(mean - expected) < deviations * (expected / Double(trials)).squareRoot())
    #expect(abs(variance / expected - 1) < deviations * (2 / Double(trials)).squareRoot())
  }

  // ---- How the numbers are come by

  /// A dense layer without bias.
  private func layer(
    _ rule: Initializer, width: Int, randomness: Randomness
  ) throws -> any Layer {
    var layer = try made("dense", [1, width], ["out": .number(Double(width)), "bias": false])
    layer.parameters = rule.apply(to: layer.parameters, randomness: randomness)
    return layer
  }

  /// ln ‖x_L‖²/‖x_0‖² of one example through `depth` dense layers, each with its relu.
  private func logarithm(
    _ rule: Initializer, width: Int, depth: Int, randomness: Randomness
  ) throws -> Double {
    let relu = try made("relu", [1, width])
    let start = randomness.split(by: "x").normal([1, width])
    let end = try (0..<depth).reduce(start) { x, index in
      let dense = try layer(rule, width: width, randomness: randomness.split(by: index))
      return relu.output(dense.output(x))
    }
    return log(end.sumOfSquares / start.sumOfSquares)
  }
}
