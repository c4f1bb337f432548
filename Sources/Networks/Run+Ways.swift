// The gradient on its ways through a block, apart from what comes by the others.

import Layers
package import Tensors

extension Run {
  /// What comes to the input of a layer or block through it. Where a block begins, several parts
  /// read one register, and the register's gradient is the sum of what comes through all of them.
  ///
  /// - Returns: nil before the backward pass has been there.
  package func gradient(through stretch: Program.Stretch) -> Tensor? {
    let isShared = program.instructions.indices.contains { index in
      !stretch.instructions.contains(index)
        && program.instructions[index].inputs.contains(stretch.input)
    }
    guard isShared else { return gradients[stretch.input] }
    guard let outside = gradients[stretch.output] else { return nil }
    return Linearization(self, of: stretch)?.vjp(outside)
  }

  /// What arrives at the output of a part: at a body's or a shortcut's the share of the gradient
  /// that its block's sum sends there, at a branch's the channels that it gave.
  ///
  /// - Returns: nil before the backward pass has been there.
  package func gradient(into part: Program.Part) -> Tensor? {
    guard let block = part.block else { return gradients[part.stretch.output] }
    guard let index = program.instructions.firstIndex(where: { $0.name == block.name }),
      let outside = gradients[index + 1], let pass = passes[index]
    else { return nil }
    let instruction = program.instructions[index]
    let shapes = instruction.inputs.map { program.shape(of: $0) }
    return instruction.vjp(
      outside, of: pass, inputShapes: shapes, layers: network.layers, wanted: .input
    ).inputs[block.input]
  }
}
