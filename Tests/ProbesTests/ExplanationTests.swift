// Explanations come to what the run holds.

import Layers
import Networks
import Probes
import Tensors
import Testing

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
      + layer(Gate.self, ["survival": 0.9, "scaling": "training"]) + layer(Dropout.self)
      + layer(Dense.self, ["out": 3]) + layer(Softmax.self)
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
