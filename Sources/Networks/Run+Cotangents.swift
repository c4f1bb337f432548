// Gradients of anything, not only of the loss, at every depth of a run.

package import Tensors
import Layers

extension Run {
  /// The gradient of ⟨dy, output⟩ with respect to every register; nil where the output does not
  /// depend on one. The run's forward pass must be done.
  ///
  /// - Parameter freezesStatistics: whether what a layer measured over the batch counts as a
  ///   constant, so that no gradient flows from one example to another through it.
  package func cotangents(of dy: Tensor, freezesStatistics: Bool) -> [Tensor?] {
    var cotangents = [Tensor?](repeating: nil, count: program.instructions.count + 1)
    cotangents[program.instructions.count] = dy
    for (index, instruction) in zip(program.instructions.indices, program.instructions).reversed() {
      guard var pass = passes[index], let dy = cotangents[index + 1] else { continue }
      if freezesStatistics, case .layer(let layer) = instruction.operation,
        network.layers[layer].layer.coupling(in: pass.phase) == .batch
      {
        // Evaluation takes statistics as given; the pass carries those of the batch.
        pass.phase = .evaluation
      }
      let result = instruction.vjp(
        dy, of: pass, inputShapes: instruction.inputs.map { program.shape(of: $0) },
        layers: network.layers, wanted: .input)
      for case (let register, let gradient?) in zip(instruction.inputs, result.inputs) {
        cotangents[register] = cotangents[register].map { $0 + gradient } ?? gradient
      }
    }
    return cotangents
  }
}
