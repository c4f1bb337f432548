// Symmetries of networks, and what training keeps because of them.

import Layers
import Networks
import Tensors
import Testing

/// Sums of some hundred Float32 products.
private let roundingTolerance = 1e-5

@Suite("Symmetries") struct SymmetryTests {
  /// Law 11.
  @Test(arguments: [Initializer.constant(0.1), .zeros])
  func `units that start equal stay equal, and the gradient of their weight has rank one`(
    rule: Initializer
  ) throws {
    let chain = try dense(5) + layer(Tanh.self) + dense(4) + layer(Tanh.self) + dense(4)
    var network = try bound(chain)
    _ = try network.initialize(rule, randomness: Randomness(seed: 1)) { _ in true }
    var optimizer = Optimizer(
      rule: .sgd(momentum: 0.9, nesterov: false), learningRate: 0.5)
    for _ in 0..<10 {
      let pass = try finished(network)
      let gradient = try #require(pass.gradientsByName["dense1.weight"])
      #expect(largestDifferenceOfRows(gradient) == 0)
      optimizer.update(&network, gradients: pass.parameterGradients)
    }
    for name in ["dense1.weight", "dense2.weight"] {
      #expect(largestDifferenceOfRows(try #require(network.parameters[name])) == 0)
    }
    // The last layer's units have labels of their own to tell them apart.
    #expect(largestDifferenceOfRows(try #require(network.parameters["dense3.bias"])) > 0.01)
  }

  /// Law 26: of powers of two not a bit is lost.
  @Test func `weight moved from one layer to the next through a relu changes nothing`() throws {
    var network = try rectified()
    let before = try #require(try finished(network).output)
    var parameters = network.parameters
    for (name, factor) in [("dense1.weight", 4), ("dense1.bias", 4), ("dense2.weight", 0.25)] {
      parameters[name] = Float(factor) * (try #require(parameters[name]))
    }
    network.parameters = parameters
    #expect(try finished(network).output == before)
  }

  /// Law 26 (Du et al. 2018).
  @Test func `neighbouring layers without biases feel the same pull on their lengths`() throws {
    let chain =
      try unbiased(7) + layer(ReLU.self) + unbiased(6) + layer(ReLU.self) + unbiased(4)
    let network = try bound(chain)
    let gradients = try finished(network).gradientsByName
    let pulls = gradients.pairs.map { name, gradient in
      gradient.dot(network.parameters[name] ?? .zeros([1]))
    }
    #expect(pulls.count == 3)
    for pull in pulls.dropFirst() {
      #expect(abs(pull - pulls[0]) <= roundingTolerance * abs(pulls[0]))
    }
    // So one step of gradient descent moves ‖W₁‖² − ‖W₂‖² by η² (‖g₁‖² − ‖g₂‖²) and no more.
    let rate = 0.1
    let squares = gradients.tensors.map(\.sumOfSquares)
    var moved = network
    var optimizer = Optimizer(
      rule: .sgd(momentum: 0, nesterov: false), learningRate: Float(rate))
    optimizer.update(&moved, gradients: try finished(network).parameterGradients)
    func gap(_ network: Network) -> Double {
      let squares = network.parameters.tensors.map(\.sumOfSquares)
      return squares[0] - squares[1]
    }
    let drift = gap(moved) - gap(network)
    #expect(
      abs(drift - rate * rate * (squares[0] - squares[1]))
        <= roundingTolerance * abs(gap(network)))
  }

  /// Law 27.
  @Test func `the last bias has the gradient of the scores, summed`() throws {
    let pass = try finished(rectified())
    let loss = try #require(pass.loss as? CrossEntropy)
    let bias = try #require(pass.gradientsByName["dense3.bias"])
    let (examples, classes) = (pass.labels.count, bias.count)
    for label in 0..<classes {
      // mean of p − y
      var mean = 0.0
      for example in 0..<examples {
        let truth: Double = pass.labels[example] == label ? 1 : 0
        let probability = Double(loss.probabilities[example * classes + label])
        mean += (probability - truth) / Double(examples)
      }
      #expect(abs(Double(bias[label]) - mean) < roundingTolerance)
    }
    #expect(abs(bias.sum) < roundingTolerance)
  }

  // ---- How the numbers are come by

  private func unbiased(_ out: Int) throws -> Chain {
    try layer(Dense.self, ["out": .number(Double(out)), "bias": false])
  }

  private func rectified() throws -> Network {
    try bound(dense(7) + layer(ReLU.self) + dense(6) + layer(ReLU.self) + dense(4))
  }

  private func bound(_ chain: Chain) throws -> Network {
    try Network(chain, input: [6], randomness: Randomness(seed: 1), memory: plenty)
  }

  private func finished(_ network: Network) throws -> Run {
    let x = Randomness(seed: 2).normal([8, 6])
    var pass = Run(
      network, program: try Program(network, input: x.shape, memory: plenty), x: x,
      labels: [0, 1, 2, 3, 0, 0, 1, 0], phase: .training, randomness: Randomness(seed: 3))
    pass.finish()
    return pass
  }

  private func largestDifferenceOfRows(_ tensor: Tensor) -> Float {
    let length = tensor.count / tensor.shape[0]
    return (0..<tensor.count).reduce(0) { max($0, abs(tensor[$1] - tensor[$1 % length])) }
  }
}
