// Layers are named by kind and count, in text order, a body before its shortcut.

import Layers
import Networks
import Tensors
import Testing

@Suite struct NamingTests {
  private func network(_ chain: Chain, input: Shape = [3, 6, 6]) throws -> Network {
    try Network(chain, input: input, randomness: Randomness(seed: 1), memory: plenty)
  }

  @Test func `each scope counts its own kinds`() throws {
    let relu = try layer(ReLU.self)
    let body = try conv(3) + relu + conv(3)
    let branches = try Chain([
      .concat([conv(2) + conv(2), Chain([.residual(body: body, shortcut: conv(3))])])
    ])
    let chain =
      try conv(3) + relu + Chain([.residual(body: body, shortcut: conv(3, kernel: 1))])
      + branches + conv(1) + relu
    #expect(
      try network(chain).names == [
        "conv1", "relu1", "residual1.conv1", "residual1.relu1", "residual1.conv2",
        "residual1.shortcut.conv1", "residual1", "concat1.branch1.conv1", "concat1.branch1.conv2",
        "concat1.branch2.residual1.conv1", "concat1.branch2.residual1.relu1",
        "concat1.branch2.residual1.conv2", "concat1.branch2.residual1.shortcut.conv1",
        "concat1.branch2.residual1", "concat1", "conv2", "relu2",
      ])
  }

  @Test func `parameters and running statistics carry PyTorch's names`() throws {
    let network = try network(
      conv(2) + layer(BatchNorm.self) + layer(GlobalAveragePooling.self) + dense(4))
    #expect(
      network.parameters.names == [
        "conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias", "dense1.weight", "dense1.bias",
      ])
    #expect(
      network.parameters.tensors.map(\.shape) == [[2, 3, 3, 3], [2], [2], [2], [4, 2], [4]])
    #expect(network.buffers.names == ["bn1.running_mean", "bn1.running_var"])
  }

  @Test func `repeating is writing it so many times`() throws {
    let unit = try conv(3) + layer(ReLU.self)
    let (repeated, written) = (try network(unit.repeated(3)), try network(unit + unit + unit))
    #expect(repeated.names == written.names && repeated.parameters == written.parameters)
  }

  @Test func `adding a layer does not change another's weights`() throws {
    let short = try network(conv(3) + conv(3))
    let long = try network(conv(3) + conv(3) + layer(BatchNorm.self) + conv(3))
    for (name, tensor) in short.parameters.pairs { #expect(long.parameters[name] == tensor) }
  }

  @Test(arguments: 1...20)
  func `a chain written out names what it was made of`(seed: Int) throws {
    let network = try randomNetwork(seed)
    let again = try Network(
      network.chain, input: network.input, randomness: Randomness(seed: 99), memory: plenty)
    #expect(again.names == network.names)
    // The weights are the live ones, not drawn anew.
    #expect(again.parameters == network.parameters && again.buffers == network.buffers)
    #expect(again.chain.notation == network.chain.notation)
  }

  @Test func `equal neighbours are gathered in the notation`() throws {
    let relu = try layer(ReLU.self)
    let unit = try conv(4, kernel: 5) + relu
    let block = Chain([.residual(body: unit + unit, shortcut: Chain())])
    let chain = try unit + unit + unit + block.repeated(2) + layer(Flatten.self) + dense(2)
    #expect(
      chain.notation
        == "3 * (conv(4, kernel=5) -> relu) -> 2 * (residual(2 * (conv(4, kernel=5) -> relu))) -> "
        + "flatten -> dense(2)")
  }
}
