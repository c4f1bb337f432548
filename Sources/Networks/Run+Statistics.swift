// A pass whose batch statistics count as constants.

import Layers

extension Run {
  /// The same pass, differentiated as if the statistics of the batch did not depend on it: each
  /// layer that couples the examples of a batch only in training has the Jacobian of evaluation,
  /// at the statistics that it used.
  package var withFrozenStatistics: Run {
    var run = self
    for (index, instruction) in program.instructions.enumerated() {
      guard case .layer(let layer) = instruction.operation,
        network.layers[layer].layer.coupling(in: .training) == .batch
      else { continue }
      run.passes[index]?.phase = .evaluation
    }
    return run
  }
}
