// Several instructions in one go, where nobody will look at what lies in between.

import Layers
import Tensors

extension Run {
  /// Does a fusion's work forward: the pass of its layer, or of the sum, with the rectifier's output.
  func forward(_ fusion: Program.Fusion) -> Pass? {
    guard let x = values[fusion.input] else { return nil }
    let added = fusion.added.flatMap { values[$0] }
    guard let layer = fusing(fusion), let index = fusion.layer else {
      return added.map {
        Pass(
          input: x, output: Tensor(rectifiedSumOf: x, $0, fusion.rectification), phase: phase)
      }
    }
    return layer.forward(
      x, adding: added, fusion.rectification, phase: phase,
      randomness: randomness.split(by: program.instructions[index].name))
  }

  /// The cotangents of a fusion's input and of what it adds, and the gradients of its layer.
  func vjp(
    _ dy: consuming Tensor, of pass: Pass, _ fusion: Program.Fusion, wanted: Wanted
  ) -> (own: Cotangent, added: Tensor?) {
    guard let layer = fusing(fusion) else {
      dy.gate(fusion.rectification, at: pass.output)
      return (Cotangent(input: dy), dy)
    }
    return layer.vjp(
      consume dy, through: fusion.rectification, of: pass, wanted: wanted,
      isAdding: fusion.added != nil)
  }

  private func fusing(_ fusion: Program.Fusion) -> (any Fusing)? {
    guard let index = fusion.layer, case .layer(let number) = program.instructions[index].operation
    else { return nil }
    return network.layers[number].layer as? any Fusing
  }
}
