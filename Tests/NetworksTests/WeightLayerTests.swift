// Which layers count as layers of weights: what they declare decides, not the shape of a scale.

import Layers
import Networks
import Tensors
import Testing

@Suite("Layers of weights") struct WeightLayerTests {
  private let randomness = Randomness(seed: 4)

  /// Over images a layernorm's γ has three axes [C, H, W], more than a dense layer's weight.
  private func normed() throws -> Network {
    try Network(
      layer(LayerNorm.self) + layer(Convolution.self, ["out": .number(4)]) + layer(LayerNorm.self)
        + layer(ReLU.self) + layer(Flatten.self) + dense(6), input: [2, 4, 4],
      randomness: randomness, memory: plenty)
  }

  @Test func `a norm's scale over images is no layer of weights`() throws {
    let network = try normed()
    #expect(network.parameters["layernorm1.weight"]?.shape == [2, 4, 4])
    #expect(network.depth == 2)
    #expect(network.weightNames == ["conv1.weight", "dense1.weight"])
  }

  @Test func `looks-linear start values mirror between layers of weights`() throws {
    var network = try normed()
    _ = try network.initialize(.looksLinear(), randomness: randomness) { _ in true }
    // The first layer of weights has no mirrored inputs: were a norm the first, conv1's two inputs
    // would be mirror images.
    let weight = try #require(network.parameters["conv1.weight"])
    let (area, channel) = (9, 18)
    let first = (0..<area).map { weight[$0] }
    let second = (0..<area).map { weight[area + $0] }
    #expect(first != second.map { -$0 })
    #expect(weight.shape.example.count == channel)
    #expect(network.parameters["layernorm1.weight"]?.values.allSatisfy { $0 == 1 } == true)
  }

  @Test(arguments: layerCatalog.map { $0.card.name })
  func `a layer of weights has a weight of its outputs by its inputs`(name: String) throws {
    let kind = try #require(layerCatalog.first { $0.card.name == name })
    #expect(kind.isWeightLayer == ["conv", "dense"].contains(name))
  }
}
