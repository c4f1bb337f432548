// Networks and passes for the tests of this module.

import Layers
import Networks
import Tensors

/// Chains of one layer, and passes that are done.
enum Passes {
  static func layer(
    _ kind: any Layer.Type, _ arguments: KeyValuePairs<String, LayerArguments.Value> = [:]
  ) throws -> Chain {
    let written = arguments.map { (name: $0.key, value: $0.value) }
    return Chain([.layer(kind, try LayerArguments(written, for: kind.card), live: nil)])
  }

  static func conv(_ out: Double, kernel: Double = 3, stride: Double = 1) throws -> Chain {
    try layer(
      Convolution.self,
      ["out": .number(out), "kernel": .number(kernel), "stride": .number(stride)])
  }

  static func dense(_ out: Double) throws -> Chain {
    try layer(Dense.self, ["out": .number(out), "bias": .boolean(false)])
  }

  static func network(_ chain: Chain, _ x: Tensor) throws -> Network {
    try Network(
      chain, input: x.shape.example, randomness: Randomness(seed: 9), memory: 1 << 30)
  }

  /// The forward pass only when the output has no loss; else there and back.
  static func run(
    _ network: Network, _ x: Tensor, labels: [Int] = [], phase: Phase = .training
  ) throws -> Run {
    var run = Run(
      network, program: try Program(network, input: x.shape, memory: 1 << 30), x: x,
      labels: labels, phase: phase, randomness: Randomness(seed: 4))
    while let next = run.next {
      if next == .loss, labels.isEmpty { break }
      run.step()
    }
    return run
  }

  static func run(
    _ chain: Chain, _ x: Tensor, labels: [Int] = [], phase: Phase = .training
  ) throws -> Run {
    try run(network(chain, x), x, labels: labels, phase: phase)
  }

  /// A narrow VGG with batch norm and skips, its gradients kept: [4, 3, 8, 8] → [4, 3].
  static func narrow(phase: Phase = .training) throws -> Run {
    let link = try conv(3) + layer(BatchNorm.self) + layer(LeakyReLU.self)
    let bridge = try conv(4, kernel: 1, stride: 2) + layer(BatchNorm.self)
    let body = try conv(4, stride: 2) + layer(BatchNorm.self)
    let branches = try Chain([.concat([conv(2), conv(2, kernel: 1) + layer(ReLU.self)])])
    let chain =
      try link + Chain([.residual(body: link, shortcut: Chain())]) + layer(LeakyReLU.self)
      + Chain([.residual(body: body, shortcut: bridge)]) + branches
      + layer(GlobalAveragePooling.self) + dense(3)
    return try run(
      chain, Randomness(seed: 12).normal([4, 3, 8, 8]), labels: [0, 2, 1, 0], phase: phase)
  }
}
