// What training does in one go: a layer, the sum behind it, and the rectifier behind that.

import Kernels
import Layers

extension Program {
  /// y = φ(f(x) + z): instructions of which nobody else reads what lies in between.
  struct Fusion: Sendable {
    /// Indices of the instructions; the last, a rectifier, is where the work is done.
    let layer: Int?
    let sum: Int?
    let rectifier: Int
    let rectification: Rectification
    /// Registers: what the layer reads (or the sum, if there is no layer), and what is added.
    let input: Int
    let added: Int?
  }

  /// Who works with whom.
  struct Fusions: Sendable {
    /// By their last instruction.
    fileprivate(set) var byRectifier: [Int: Fusion] = [:]
    /// Instructions that wait for the last one of their fusion.
    fileprivate(set) var waiting: Set<Int> = []
    /// The fusion whose layer is the only reader of what an instruction writes.
    fileprivate(set) var onlyReader: [Int: Fusion] = [:]
    /// The instruction that adds the last part to the gradient of what a fusion writes, by its
    /// register.
    fileprivate(set) var lastToAdd: [Int: Int] = [:]
  }

  /// The fusions of a network without gates.
  func fusions(in network: Network) -> Fusions {
    guard gatedBranches.isEmpty else { return Fusions() }
    var readers = [Int](repeating: 0, count: instructions.count + 1)
    for instruction in instructions { for input in instruction.inputs { readers[input] += 1 } }
    func layer(at index: Int) -> (any Layer)? {
      guard case .layer(let number) = instructions[index].operation else { return nil }
      return network.layers[number].layer
    }
    /// The instruction that writes `register` for a single reader, if it is a layer that fuses.
    func fusing(_ register: Int) -> Int? {
      guard register > 0, readers[register] == 1 else { return nil }
      return layer(at: register - 1) is any Fusing ? register - 1 : nil
    }
    var result = Fusions()
    for index in instructions.indices {
      guard let rectifier = layer(at: index) as? any Rectifier,
        let rectification = rectifier.rectification
      else { continue }
      let register = instructions[index].inputs[0]
      if let first = fusing(register) {
        result.byRectifier[index] = Fusion(
          layer: first, sum: nil, rectifier: index, rectification: rectification,
          input: instructions[first].inputs[0], added: nil)
      } else if register > 0, readers[register] == 1,
        instructions[register - 1].operation == .sum
      {
        let (body, added) = (
          instructions[register - 1].inputs[0], instructions[register - 1].inputs[1]
        )
        let first = body == added ? nil : fusing(body)
        result.byRectifier[index] = Fusion(
          layer: first, sum: register - 1, rectifier: index, rectification: rectification,
          input: first.map { instructions[$0].inputs[0] } ?? body, added: added)
      }
    }
    for fusion in result.byRectifier.values {
      for case let index? in [fusion.layer, fusion.sum] { result.waiting.insert(index) }
      if fusion.layer != nil, readers[fusion.input] == 1 {
        result.onlyReader[fusion.input - 1] = fusion
      }
    }
    findLastToAdd(&result)
    return result
  }

  /// The backward pass goes from the last instruction to the first, a fusion's at its rectifier.
  private func findLastToAdd(_ fusions: inout Fusions) {
    for index in instructions.indices.reversed() where !fusions.waiting.contains(index) {
      let fusion = fusions.byRectifier[index]
      for register in fusion.map({ [$0.added, $0.input].compactMap(\.self) })
        ?? instructions[index].inputs
      where fusions.byRectifier[register - 1] != nil {
        fusions.lastToAdd[register] = index
      }
    }
  }
}
