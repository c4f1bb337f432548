// What cannot be a network is refused with the facts.

import Layers
import Networks
import Tensors
import Testing

@Suite struct MistakeTests {
  private func mistake(_ chain: Chain, input: Shape = [3, 6, 6], memory: Int = plenty)
    -> NetworkMistake?
  {
    do {
      _ = try Network(chain, input: input, randomness: Randomness(seed: 1), memory: memory)
      return nil
    } catch { return error }
  }

  @Test func `a residual block whose sides differ names both shapes`() throws {
    let block = try Chain([.residual(body: conv(5), shortcut: Chain())])
    #expect(
      mistake(block)
        == .residual(name: "residual1", body: [2, 5, 6, 6], shortcut: [2, 3, 6, 6]))
    let strided = try Chain([.residual(body: conv(3, stride: 2), shortcut: conv(3, kernel: 1))])
    #expect(
      mistake(try conv(3) + strided)
        == .residual(name: "residual1", body: [2, 3, 3, 3], shortcut: [2, 3, 6, 6]))
  }

  @Test func `branches that cannot stand side by side name all shapes`() throws {
    let uneven = try Chain([.concat([conv(2), conv(4, stride: 2)])])
    #expect(
      mistake(uneven) == .concat(name: "concat1", branches: [[2, 2, 6, 6], [2, 4, 3, 3]]))
    let ranks = try Chain([.concat([conv(2), layer(GlobalAveragePooling.self)])])
    #expect(mistake(ranks) == .concat(name: "concat1", branches: [[2, 2, 6, 6], [2, 3]]))
  }

  @Test func `a layer that cannot take its input names who gave it`() throws {
    let chain = try conv(4) + layer(GlobalAveragePooling.self) + conv(2)
    guard case .shape(let name, let mismatch, let producer)? = mistake(chain) else {
      Issue.record("\(String(describing: mistake(chain)))")
      return
    }
    #expect(name == "conv2" && producer == "globalavgpool1" && mismatch.given == [2, 4])
  }

  @Test func `weights beyond the memory are refused before they are taken`() throws {
    // 10⁴ · 10⁵ weights, their gradients and two moments, 4 bytes each
    let needed = 1e4 * 1e5 * 16
    let large = try mistake(dense(100_000), input: [10_000], memory: 1 << 30)
    #expect(large == .memory(layer: "dense1", needed: needed, available: Double(1 << 30)))
  }

  @Test func `a batch whose activations are beyond the memory is refused`() throws {
    let network = try Network(
      conv(8), input: [3, 6, 6], randomness: Randomness(seed: 1), memory: plenty)
    // Input and output with their gradients: (3 + 8) · 36 numbers an example, twice 4 bytes each.
    let needed = 1000.0 * 11 * 36 * 8
    #expect(throws: NetworkMistake.memory(layer: "", needed: needed, available: 1e6)) {
      try Program(network, input: [1000, 3, 6, 6], memory: 1_000_000)
    }
    #expect(throws: Never.self) {
      try Program(network, input: [1000, 3, 6, 6], memory: Int(needed))
    }
  }

  @Test func `an argument that no layer takes is named`() throws {
    #expect(
      mistake(try layer(MaximumPooling.self, ["kernel": 2, "padding": 2]))
        == .argument(
          layer: "maxpool1",
          ArgumentMistake(parameter: "padding", needed: "a whole number from 0 to 1")))
  }
}
