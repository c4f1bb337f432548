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

  /// All fusions of a program.
  package struct Fusions: Sendable {
    /// By their last instruction.
    private let fusions: [Fusion?]
    /// Which instructions are done by a later one.
    private let isWaiting: [Bool]

    static let none = Fusions([:], of: 0)

    fileprivate init(_ fusions: [Int: Fusion], of count: Int) {
      self.fusions = (0..<count).map { fusions[$0] }
      let waiting = Set(fusions.values.flatMap { [$0.layer, $0.sum] })
      isWaiting = (0..<count).map { waiting.contains($0) }
    }

    subscript(index: Int) -> Fusion? { fusions.isEmpty ? nil : fusions[index] }

    func waits(_ index: Int) -> Bool { !isWaiting.isEmpty && isWaiting[index] }
  }

  /// The fusions of a network without gates.
  func fusions(in network: Network) -> Fusions {
    guard gatedBranches.isEmpty else { return .none }
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
    var result: [Int: Fusion] = [:]
    for index in instructions.indices {
      guard let rectifier = layer(at: index) as? any Rectifier,
        let rectification = rectifier.rectification
      else { continue }
      let register = instructions[index].inputs[0]
      if let first = fusing(register) {
        result[index] = Fusion(
          layer: first, sum: nil, rectifier: index, rectification: rectification,
          input: instructions[first].inputs[0], added: nil)
      } else if register > 0, readers[register] == 1,
        instructions[register - 1].operation == .sum
      {
        let (body, added) = (
          instructions[register - 1].inputs[0], instructions[register - 1].inputs[1]
        )
        let first = body == added ? nil : fusing(body)
        result[index] = Fusion(
          layer: first, sum: register - 1, rectifier: index, rectification: rectification,
          input: first.map { instructions[$0].inputs[0] } ?? body, added: added)
      }
    }
    return Fusions(result, of: instructions.count)
  }
}
