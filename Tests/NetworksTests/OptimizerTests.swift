// Optimizers follow their formulas, step by step.

import Layers
import Networks
import Tensors
import Testing

@Suite struct OptimizerTests {
  /// One dense layer of one weight w, without bias.
  private func network(_ w: Float) throws -> Network {
    let arguments = try LayerArguments(
      [("out", .number(1)), ("bias", .boolean(false))], for: Dense.card)
    let chain = Chain([.layer(Dense.self, arguments, live: nil)])
    var network = try Network(
      chain, input: [1], randomness: Randomness(seed: 0), memory: 1 << 30)
    network.parameters = NamedTensors([("dense1.weight", Tensor([1, 1], [w]))])
    return network
  }

  /// The weight after updates with these gradients.
  private func weights(_ optimizer: Optimizer, from w: Float, gradients: [Float]) throws -> [Float]
  {
    var (optimizer, network) = (optimizer, try network(w))
    return gradients.map { gradient in
      optimizer.update(
        &network, gradients: [NamedTensors([("weight", Tensor([1, 1], [gradient]))])])
      return network.parameters["dense1.weight"]?[0] ?? .nan
    }
  }

  /// Rounding of a few Float32 operations.
  private let rounding: Float = 1e-6

  // Golden numbers: torch.optim of PyTorch 2.15 in float64, from w = 1 with gradients
  // 0.5, −0.25, 1, −2, 0.125.
  @Test(arguments: [
    (Optimizer(rule: .sgd(momentum: 0, nesterov: false), learningRate: 0.1), [0.95, 0.975, 0.875]),
    (
      Optimizer(rule: .sgd(momentum: 0.9, nesterov: false), learningRate: 0.1),
      [0.95, 0.93, 0.812, 0.9058, 0.97772]
    ),
    (
      Optimizer(rule: .sgd(momentum: 0.9, nesterov: true), learningRate: 0.1),
      [0.905, 0.912, 0.7058]
    ),
    (
      Optimizer(rule: .sgd(momentum: 0, nesterov: false), learningRate: 0.1, weightDecay: 0.1),
      [0.94, 0.9556, 0.846044]
    ),
    (
      Optimizer(rule: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8), learningRate: 0.1),
      [0.9, 0.8733663, 0.80755514, 0.831209001, 0.848216549]
    ),
    (
      Optimizer(rule: .sgd(momentum: 0.9, nesterov: false), learningRate: 0.1, weightDecay: 0.1),
      [0.94, 0.9016, 0.758024, 0.82122536, 0.85739433]
    ),
    (
      Optimizer(rule: .sgd(momentum: 0.9, nesterov: true), learningRate: 0.1, weightDecay: 0.1),
      [0.886, 0.868066, 0.630906146, 0.883287655, 0.895576702]
    ),
    (
      Optimizer(
        rule: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8), learningRate: 0.1, weightDecay: 0.1),
      [0.900000002, 0.854441367, 0.7815044, 0.797656457, 0.806398785]
    ),
    (
      Optimizer(rule: .adam(beta1: 0.5, beta2: 0.9, epsilon: 1e-3), learningRate: 0.05),
      [0.9500998, 0.9500998, 0.908238753, 0.940953261, 0.956099253]
    ),
  ])
  func `updates agree with PyTorch`(optimizer: Optimizer, expected: [Double]) throws {
    let found = try weights(optimizer, from: 1, gradients: [0.5, -0.25, 1, -2, 0.125])
    for (value, golden) in zip(found, expected) {
      #expect(abs(value - Float(golden)) < rounding, "\(found)")
    }
  }

  @Test func `Adam's first step has the size of the learning rate`() throws {
    for gradient: Float in [1e-3, -5, 700] {
      let w = try weights(.adam, from: 2, gradients: [gradient])[0]
      #expect(abs(abs(w - 2) - 1e-3) < rounding)
      #expect((w < 2) == (gradient > 0))
    }
  }

  /// Law 51: the curvature is 4, so that the rates of both edges are 0.5 and, with momentum 0.9,
  /// 0.95.
  @Test(arguments: [
    (0.49, Float(0), 2.8e-4), (0.51, 0, 2.6e3), (0.94, 0.9, 0), (0.96, 0.9, Double.infinity),
  ])
  func `descent into a parabola diverges beyond two over the curvature`(
    rate: Double, momentum: Float, expected: Double
  ) throws {
    var optimizer = Optimizer(
      rule: .sgd(momentum: momentum, nesterov: false), learningRate: Float(rate))
    var (network, w) = (try network(1), Float(1))
    for _ in 0..<200 {
      optimizer.update(
        &network, gradients: [NamedTensors([("weight", Tensor([1, 1], [4 * w]))])])
      w = network.parameters["dense1.weight"]?[0] ?? .nan
    }
    switch expected {
    case 0: #expect(abs(w) < 1e-1)
    case .infinity: #expect(abs(w) > 10)
    default: #expect(abs(Double(abs(w)) / expected - 1) < 0.03)
    }
  }
}
