// Partial connections: LeNet's third layer, and tables that make no sense.

import Layers
import Tensors
import Testing

/// Which maps of S2 each map of C3 sees (LeCun et al. 1998, table 1).
private let lenet = "012 123 234 345 045 015 0123 1234 2345 0345 0145 0125 0134 1245 0235 012345"

@Suite("Connections") struct ConnectionsTests {
  private func conv(_ connections: String, out: Double, on input: Shape) throws -> Convolution {
    let written: [(name: String, value: LayerArguments.Value)] = [
      ("out", .number(out)), ("kernel", 5), ("padding", 0), ("connections", .word(connections)),
    ]
    return try Convolution(
      LayerArguments(written, for: Convolution.card), input: input, randomness: Randomness(seed: 1))
  }

  @Test func `C3 of LeNet has 60 kernels and 1,516 parameters`() throws {
    let layer = try conv(lenet, out: 16, on: [2, 6, 14, 14])
    #expect(layer.parameterCount == 1_516)
    #expect(layer.multiplyAdds(for: [6, 14, 14]) == 60 * 25 * 100)
    let weight = try #require(layer.parameters["weight"])
    #expect(weight.shape == [16, 6, 5, 5])
    #expect(weight.values.count { $0 != 0 } == 1_500)
  }

  @Test func `an output does not see what it is not connected to, and weights there stay 0`()
    throws
  {
    var layer = try conv("0 12", out: 2, on: [1, 3, 5, 5])
    layer.parameters["weight"] = Tensor(repeating: 1, [2, 3, 5, 5])
    #expect(layer.parameters["weight"]?.sum == 75)
    let randomness = Randomness(seed: 3)
    let x = randomness.normal([1, 3, 5, 5])
    let moved = x + Tensor([1, 3, 5, 5], (0..<75).map { $0 < 25 ? 1 : 0 })
    let before = layer.forward(x, phase: .training, randomness: randomness)
    let after = layer.forward(moved, phase: .training, randomness: randomness)
    #expect(before.output[1] == after.output[1] && before.output[0] != after.output[0])
    let dy = Tensor(repeating: 1, [1, 2, 1, 1])
    let weight = try #require(
      layer.vjp(dy, of: before, wanted: .all).parameters["weight"])
    #expect(weight.values[25..<100].allSatisfy { $0 == 0 })
    #expect(weight.values[0..<25].contains { $0 != 0 })
  }

  @Test(arguments: ["", "0", "0 1 2", "0 3", "0 11", "0 x", "0 1,", "0 1,,2", "0 -1", "sum all"])
  func `a table that makes no sense is refused`(table: String) {
    #expect(throws: ArgumentMistake.self) { try conv(table, out: 2, on: [1, 3, 5, 5]) }
  }

  @Test func `maps from 10 on are separated by commas`() throws {
    #expect(try conv("11,0 10,11", out: 2, on: [1, 12, 5, 5]).parameterCount == 4 * 25 + 2)
  }
}
