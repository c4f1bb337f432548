// What training does in one go is what single steps do, bit for bit.

import Layers
import Networks
import Tensors
import Testing

@Suite("Fusions") struct FusionTests {
  /// Layers, sums and rectifiers in all the ways in which they can be done together, or just not:
  /// a rectifier that is read twice, slopes without a sign, few numbers a channel.
  private func chains() throws -> [Chain] {
    let relu = try layer(ReLU.self)
    let leaky = try layer(LeakyReLU.self, ["slope": 0.2])
    let downward = try layer(LeakyReLU.self, ["slope": -0.5])
    let bn = try layer(BatchNorm.self)
    let end = try layer(GlobalAveragePooling.self) + dense(3)
    let shortcut = try conv(16, kernel: 1) + bn
    let body = try conv(16) + bn + relu + conv(16) + bn
    return [
      try conv(16) + relu + conv(32) + leaky + conv(5) + relu + end,
      try conv(16) + bn + relu + conv(16) + bn + leaky + conv(3) + bn + relu + end,
      try conv(16) + bn + downward + conv(16) + downward + end,
      try conv(16) + Chain([.residual(body: body, shortcut: Chain())]) + relu + end,
      try Chain([.residual(body: body, shortcut: shortcut)]) + leaky + end,
      try conv(4) + Chain([.residual(body: try conv(4) + bn, shortcut: Chain())]) + relu + end,
      try conv(16) + Chain([.residual(body: try conv(16) + relu, shortcut: Chain())]) + relu + end,
      try conv(16) + relu + layer(AveragePooling.self, ["kernel": 2]) + conv(16) + bn + relu
        + layer(MaximumPooling.self, ["kernel": 2]) + conv(16) + relu + end,
      try conv(16) + bn + relu + layer(AveragePooling.self, ["kernel": 2, "stride": 1]) + leaky
        + layer(AveragePooling.self, ["kernel": 3, "padding": 1]) + conv(32) + relu + end,
      try layer(Flatten.self) + dense(7) + bn + relu + dense(6) + leaky + dense(3),
    ]
  }

  @Test func `loss, gradients and running statistics are the same`() throws {
    for (number, chain) in try chains().enumerated() {
      let network = try Network(
        chain, input: [3, 6, 5], randomness: Randomness(seed: 1), memory: plenty)
      for batch in [3, 40] {
        let x = Randomness(seed: 2).normal([batch, 3, 6, 5])
        let runs = try [true, false].map { keepsGradients in
          var run = Run(
            network, program: try Program(network, input: x.shape, memory: plenty), x: x,
            labels: (0..<batch).map { $0 % 3 }, phase: .training,
            randomness: Randomness(seed: 3), keepsGradients: keepsGradients)
          run.finish()
          return run
        }
        #expect(runs[0].loss?.value == runs[1].loss?.value, "chain \(number)")
        #expect(runs[0].gradientsByName == runs[1].gradientsByName, "chain \(number)")
        for (one, other) in zip(runs[0].network.layers, runs[1].network.layers) {
          #expect(one.layer.buffers == other.layer.buffers, "chain \(number)")
        }
      }
    }
  }

  @Test func `products with a Jacobian are those with the Jacobians of its steps`() throws {
    for (number, chain) in try chains().enumerated() {
      let network = try Network(
        chain, input: [3, 6, 5], randomness: Randomness(seed: 1), memory: plenty)
      let x = Randomness(seed: 2).normal([40, 3, 6, 5])
      let program = try Program(network, input: x.shape, memory: plenty)
      var run = Run(
        network, program: program, x: x, labels: (0..<40).map { $0 % 3 }, phase: .training,
        randomness: Randomness(seed: 3))
      run.finishForward()
      let steps = try program.topLevel.map { name in
        let stretch = try #require(program.stretch(name))
        return try #require(Linearization(run, of: stretch))
      }
      let whole = try #require(
        Linearization(
          run, of: .init(name: "whole", instructions: program.instructions.indices, input: 0)))
      let dx = Randomness(seed: 4).normal(whole.inputShape)
      #expect(whole.jvp(dx) == steps.reduce(dx) { $1.jvp($0) }, "chain \(number)")
      let dy = Randomness(seed: 5).normal(whole.outputShape)
      #expect(whole.vjp(dy) == steps.reversed().reduce(dy) { $1.vjp($0) }, "chain \(number)")
    }
  }
}
