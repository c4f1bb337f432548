// Where a pass first meets nan or inf.

import Layers
import Tensors

extension Run {
  /// The first instruction on the way back whose cotangents hold nan or inf, if gradients are kept.
  package var firstNotFiniteBackward: Int? {
    program.instructions.indices.reversed().first { index in
      let inputs = program.instructions[index].inputs.allSatisfy {
        gradients[$0]?.sum.isFinite ?? true
      }
      guard inputs, case .layer(let layer) = program.instructions[index].operation else {
        return !inputs
      }
      return !(parameterGradients[layer]?.isFinite ?? true)
    }
  }

  /// Whether the loss and all gradients that training goes by are finite.
  var isFinite: Bool {
    (loss?.value.isFinite ?? false) && parameterGradients.allSatisfy { $0?.isFinite ?? true }
  }
}
