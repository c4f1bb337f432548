// The Jacobian of a stretch of a network at one batch, as products with vectors.

package import Layers
package import Tensors

/// The linear map dx ↦ J dx and its transpose dy ↦ Jᵀ dy, where J = ∂vec(output)/∂vec(input) of a
/// stretch of a run whose forward pass has gone beyond it. J belongs to the whole batch:
/// block-diagonal when examples do not interact, coupled under batch norm in training mode.
package struct Linearization: Sendable {
  private let run: Run
  package let stretch: Program.Stretch

  /// nil before the run's forward pass has gone through the stretch.
  package init?(_ run: Run, of stretch: Program.Stretch) {
    guard stretch.instructions.allSatisfy({ run.passes[$0] != nil }) else { return nil }
    self.run = run
    self.stretch = stretch
  }

  package var inputShape: Shape { run.program.shape(of: stretch.input) }
  package var outputShape: Shape { run.program.shape(of: stretch.output) }

  /// How far an element of the stretch's input reaches.
  package var coupling: Coupling {
    instructions.reduce(.element) { reach, instruction in
      guard case .layer(let index) = instruction.operation else {
        return instruction.operation == .sum ? reach : max(reach, .example)
      }
      return max(reach, run.network.layers[index].layer.coupling(in: run.phase))
    }
  }

  /// ‖J‖_F², if the stretch is a single layer that has a formula for it.
  package var squaredNorm: Double? {
    guard instructions.count == 1, let instruction = instructions.first,
      case .layer(let index) = instruction.operation, let pass = run.passes[stretch.output - 1]
    else { return nil }
    return run.network.layers[index].layer.squaredJacobian(at: pass)
  }

  /// The entries of J, if none shares a row or a column with another.
  package var entries: Tensor? {
    coupling == .element ? jvp(Tensor(repeating: 1, inputShape)) : nil
  }

  private var instructions: ArraySlice<Program.Instruction> {
    run.program.instructions[stretch.instructions]
  }

  /// J dx.
  package func jvp(_ dx: Tensor) -> Tensor {
    var tangents: [Int: Tensor] = [stretch.input: dx]
    for (index, instruction) in zip(stretch.instructions, instructions) {
      guard let pass = run.passes[index] else { continue }
      tangents[index + 1] = instruction.jvp(
        instruction.inputs.compactMap { tangents[$0] }, NamedTensors(), of: pass,
        layers: run.network.layers)
    }
    return tangents[stretch.output] ?? dx
  }

  /// Jᵀ dy.
  package func vjp(_ dy: Tensor) -> Tensor {
    var cotangents: [Int: Tensor] = [stretch.output: dy]
    for (index, instruction) in zip(stretch.instructions, instructions).reversed() {
      guard let pass = run.passes[index], let dy = cotangents[index + 1] else { continue }
      let result = instruction.vjp(
        dy, of: pass, inputShapes: instruction.inputs.map { run.program.shape(of: $0) },
        layers: run.network.layers, wanted: .input)
      cotangents[index + 1] = nil
      for case (let register, let gradient?) in zip(instruction.inputs, result.inputs) {
        cotangents[register] = cotangents[register].map { $0 + gradient } ?? gradient
      }
    }
    return cotangents[stretch.input] ?? dy
  }
}
