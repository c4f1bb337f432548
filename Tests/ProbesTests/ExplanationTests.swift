// Explanations come to what the run holds; causes multiply to what was measured.

import Layers
import Networks
import Probes
import Tensors
import Testing

/// Products of a dozen Float64 quotients.
private let productTolerance = 1e-12
/// The estimate from 32 probes against the exact norm: one standard error is below 5 %.
private let estimateTolerance = 0.2

@Suite struct ExplanationTests {
  /// Every kind of layer of the catalog, in two networks.
  static func everything() throws -> [Run] {
    func layer(
      _ kind: any Layer.Type, _ arguments: KeyValuePairs<String, LayerArguments.Value> = [:]
    ) throws -> Chain { try Passes.layer(kind, arguments) }
    let images =
      try Passes.conv(8) + layer(BatchNorm.self) + layer(ReLU.self) + layer(LocalResponseNorm.self)
      + layer(GroupNorm.self, ["groups": 2]) + layer(Swish.self)
      + Chain([.residual(body: Passes.conv(8) + layer(ScaledTanh.self), shortcut: Chain())])
    let pools =
      try layer(MaximumPooling.self, ["kernel": 2])
      + Chain([.concat([Passes.conv(2), layer(AveragePooling.self, ["kernel": 1])])])
      + layer(InstanceNorm.self, ["affine": true]) + layer(ELU.self)
      + layer(Maxout.self, ["pieces": 2]) + layer(Subsampling.self, ["kernel": 2])
    let ends =
      try layer(PadChannels.self, ["count": 2]) + layer(LayerNorm.self) + layer(GELU.self)
      + layer(Tanh.self) + layer(Identity.self) + layer(LeakyReLU.self) + layer(ReLU6.self)
      + layer(GlobalAveragePooling.self) + layer(Flatten.self) + layer(Sigmoid.self)
      + layer(Dropout.self) + layer(Dense.self, ["out": 3]) + layer(Softmax.self)
    let x = Randomness(seed: 12).normal([4, 3, 8, 8])
    return [
      try Passes.run(images + pools + ends, x, labels: [0, 2, 1, 0]),
      try Passes.run(images + pools + ends, x, labels: [0, 2, 1, 0], phase: .evaluation),
      try Passes.narrow(),
    ]
  }

  @Test func `the networks hold every kind of layer`() throws {
    let kinds = Set(try Self.everything()[0].network.layers.map(\.layer.kind))
    for type in layerCatalog { #expect(kinds.contains(type.card.name), "\(type.card.name)") }
  }

  @Test func `every output works out to what the run holds`() throws {
    for run in try Self.everything() {
      for (index, instruction) in run.program.instructions.enumerated() {
        let count = instruction.outputShape.count
        for offset in Randomness(seed: 3).split(by: index).permutation(count).prefix(4) {
          let explanation = try #require(Explanation.output(of: index, offset, in: run))
          #expect(explanation.agrees, "\(instruction.name) \(explanation)")
          #expect(instruction.outputShape.offset(of: explanation.index) == offset)
        }
      }
    }
  }

  @Test func `every gradient works out to what the run holds`() throws {
    for run in try Self.everything() {
      for (index, instruction) in run.program.instructions.enumerated() {
        guard case .layer(let number) = instruction.operation else { continue }
        let tensors =
          [("input", instruction.inputShape)]
          + run.network.layers[number].layer.parameters.pairs.map { ($0.name, $0.tensor.shape) }
        for (name, shape) in tensors {
          for offset in Randomness(seed: 3).split(by: index).permutation(shape.count).prefix(3) {
            let explanation = try #require(
              Explanation.gradient(of: index, by: name, offset, in: run))
            #expect(explanation.agrees, "\(instruction.name) \(name) \(explanation)")
          }
        }
      }
    }
  }

  @Test func `a number that the definition does not give is told`() throws {
    var explanation = try #require(Explanation.output(of: 0, 0, in: Passes.narrow()))
    #expect(explanation.agrees)
    explanation.held += 1
    #expect(!explanation.agrees)
    explanation.held = Double.nan
    #expect(!explanation.agrees)
  }
}

@Suite struct CauseTests {
  @Test func `the factors of every gradient multiply to its norm`() throws {
    for run in try ExplanationTests.everything() {
      for (name, gradient) in run.gradientsByName.pairs {
        let cause = try #require(Cause.gradient(by: name, in: run))
        #expect(abs(cause.measured - gradient.norm) <= productTolerance * gradient.norm)
        #expect(abs(cause.product - cause.measured) <= productTolerance * cause.measured, "\(name)")
      }
      for name in ["input"] + run.network.names {
        let cause = try #require(Cause.gradient(at: name, in: run))
        #expect(abs(cause.product - cause.measured) <= productTolerance * cause.measured, "\(name)")
      }
    }
  }

  @Test func `the factors of every layer's Jacobian multiply to its norm`() throws {
    let run = try Passes.narrow()
    for name in run.network.names {
      let stretch = try #require(run.program.stretch(name))
      let map = try #require(Linearization(run, of: stretch))
      let exact = FrobeniusNorm.measure(
        map, probes: nil, randomness: Randomness(seed: 5), isCancelled: { false })
      let cause = try #require(
        Cause.jacobian(of: [name], in: run, randomness: Randomness(seed: 6)))
      #expect(abs(cause.product - cause.measured) <= productTolerance * cause.measured)
      #expect(abs(cause.measured - exact.value) <= estimateTolerance * exact.value, "\(name)")
    }
    let whole = try #require(
      Cause.jacobian(of: run.program.topLevel, in: run, randomness: Randomness(seed: 6)))
    #expect(whole.factors.count == run.program.topLevel.count + 1)
    #expect(abs(whole.product - whole.measured) <= productTolerance * whole.measured)
  }

  @Test func `a layer that shrinks the gradient is the first to be named`() throws {
    let small = try Passes.conv(3) + Passes.layer(ScaledTanh.self, ["steepness": 1e-4])
    let chain = try small + Passes.layer(GlobalAveragePooling.self) + Passes.dense(3)
    let run = try Passes.run(
      chain, Randomness(seed: 1).normal([4, 3, 6, 6]), labels: [0, 1, 2, 0])
    let cause = try #require(Cause.gradient(by: "conv1.weight", in: run))
    #expect(cause.culprits.first?.name == "scaledtanh1")
  }

  @Test func `names that are none have no cause`() throws {
    let run = try Passes.narrow()
    #expect(Cause.gradient(by: "conv9.weight", in: run) == nil)
    #expect(Cause.gradient(at: "conv9", in: run) == nil)
  }
}
