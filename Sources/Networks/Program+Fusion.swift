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
    /// The fusion that an instruction ends.
    fileprivate(set) var endingAt: [Fusion?]
    /// Whether an instruction waits for the last one of its fusion.
    fileprivate(set) var isWaiting: [Bool]
    /// The fusion whose layer is the only reader of what an instruction writes.
    fileprivate(set) var reading: [Fusion?]
    /// The instruction that adds the last part to the gradient of what a fusion writes, by the
    /// fusion's last one.
    fileprivate(set) var lastToAdd: [Int?]

    init(of count: Int) {
      endingAt = Array(repeating: nil, count: count)
      isWaiting = Array(repeating: false, count: count)
      reading = endingAt
      lastToAdd = Array(repeating: nil, count: count)
    }
  }

  /// The fusions of a network without gates; of another there are none.
  func fusions(in network: Network) -> Fusions {
    var result = Fusions(of: instructions.count)
    guard gatedBranches.isEmpty else { return result }
    var readers = [Int](repeating: 0, count: instructions.count + 1)
    for instruction in instructions { for input in instruction.inputs { readers[input] += 1 } }
    func layer(at index: Int) -> (any Layer)? {
      guard case .layer(let number) = instructions[index].operation else { return nil }
      return network.layers[number].layer
    }
    /// The instruction that writes `register` for a single reader, if it is a layer that fuses.
    func fusing(_ register: Int) -> Int? {
      guard register > 0, readers[register] == 1 else { return nil }
      return layer(at: register - 1)?.fusing == nil ? nil : register - 1
    }
    for index in instructions.indices {
      guard let rectifier = layer(at: index) as? any Rectifier,
        let rectification = rectifier.rectification
      else { continue }
      let register = instructions[index].inputs[0]
      if let first = fusing(register) {
        result.endingAt[index] = Fusion(
          layer: first, sum: nil, rectifier: index, rectification: rectification,
          input: instructions[first].inputs[0], added: nil)
      } else if register > 0, readers[register] == 1,
        instructions[register - 1].operation == .sum
      {
        let (body, added) = (
          instructions[register - 1].inputs[0], instructions[register - 1].inputs[1]
        )
        let first = body == added ? nil : fusing(body)
        result.endingAt[index] = Fusion(
          layer: first, sum: register - 1, rectifier: index, rectification: rectification,
          input: first.map { instructions[$0].inputs[0] } ?? body, added: added)
      }
    }
    for case let fusion? in result.endingAt {
      for case let index? in [fusion.layer, fusion.sum] { result.isWaiting[index] = true }
      if fusion.layer != nil, fusion.input > 0, readers[fusion.input] == 1 {
        result.reading[fusion.input - 1] = fusion
      }
    }
    findLastToAdd(&result)
    return result
  }

  /// The backward pass goes from the last instruction to the first, a fusion's at its rectifier.
  private func findLastToAdd(_ fusions: inout Fusions) {
    for index in instructions.indices.reversed() where !fusions.isWaiting[index] {
      let fusion = fusions.endingAt[index]
      for register in fusion.map({ [$0.added, $0.input].compactMap(\.self) })
        ?? instructions[index].inputs
      where register > 0 && fusions.endingAt[register - 1] != nil {
        fusions.lastToAdd[register - 1] = index
      }
    }
  }
}
