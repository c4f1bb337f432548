// The Jacobian of a stretch of a network at one batch, as products with vectors.

import Kernels
package import Layers
package import Tensors

/// The linear map dx ↦ J dx and its transpose dy ↦ Jᵀ dy, where J = ∂vec(output)/∂vec(input) of a
/// stretch of a run whose forward pass has gone beyond it. J belongs to the whole batch:
/// block-diagonal when examples do not interact, coupled under batch norm in training mode.
package struct Linearization: Sendable {
  private let run: Run
  package let stretch: Program.Stretch
  /// The instructions of the stretch that its output depends on.
  private let path: [Int]
  /// For an instruction of the path, the rectifier of the path that alone reads what it writes, and
  /// the one that writes what it alone reads.
  private let rectifiers: [Int: (before: Int?, behind: Int?)]

  /// nil before the run's forward pass has gone through the stretch.
  package init?(_ run: Run, of stretch: Program.Stretch) {
    guard stretch.instructions.allSatisfy({ run.passes[$0] != nil }) else { return nil }
    self.run = run
    self.stretch = stretch
    path = run.program.path(of: stretch)
    rectifiers = Self.rectifiers(on: path, of: run)
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
    only.flatMap { $0.squaredJacobian(at: $1) }
  }

  /// The singular values of J, as counts of equal ones, if the stretch is a single layer that has
  /// a formula for them.
  package var singularValues: [(value: Double, count: Int)]? {
    only.flatMap { $0.singularValues(at: $1) }
  }

  /// The layers on the way, in order; nil when the stretch is more than a plain chain of them.
  package var layers: [any Layer]? {
    var result: [any Layer] = []
    for instruction in instructions {
      guard case .layer(let index) = instruction.operation else { return nil }
      result.append(run.network.layers[index].layer)
    }
    return result
  }

  /// The stretch's single layer and its pass.
  private var only: (any Layer, Pass)? {
    guard path.count == 1, let layer = layers?.first, let pass = run.passes[path[0]] else {
      return nil
    }
    return (layer, pass)
  }

  /// The entries of J, if none shares a row or a column with another.
  package var entries: Tensor? {
    coupling == .element ? jvp(Tensor(repeating: 1, inputShape)) : nil
  }

  private var instructions: [Program.Instruction] { path.map { run.program.instructions[$0] } }

  /// J dx.
  package func jvp(_ dx: Tensor) -> Tensor {
    var tangents: [Int: Tensor] = [stretch.input: lying(dx, as: stretch.input)]
    var gated: Set<Int> = []
    for index in path {
      guard let pass = run.passes[index] else { continue }
      let instruction = run.program.instructions[index]
      let inputs = instruction.inputs.compactMap { tangents[$0] }
      if gated.contains(index) {
        tangents[index + 1] = inputs[0]
      } else if let layer = run.fusing(index), let next = rectifiers[index]?.behind,
        let gate = gate(of: next)
      {
        tangents[index + 1] = layer.jvp(inputs[0], of: pass, then: gate.epilogue)
        if gate.epilogue.isDone { gated.insert(next) }
      } else {
        tangents[index + 1] = instruction.jvp(
          inputs, NamedTensors(), of: pass, layers: run.network.layers)
      }
    }
    return tangents[stretch.output] ?? dx
  }

  /// Jᵀ dy.
  package func vjp(_ dy: Tensor) -> Tensor {
    var cotangents: [Int: Tensor] = [stretch.output: lying(dy, as: stretch.output)]
    var gated: Set<Int> = []
    for index in path.reversed() where !run.blocks(index, in: stretch.instructions) {
      guard let pass = run.passes[index], let dy = cotangents[index + 1] else { continue }
      let instruction = run.program.instructions[index]
      cotangents[index + 1] = nil
      if gated.contains(index) {
        cotangents[instruction.inputs[0]] = dy
      } else if let layer = run.fusing(index), let previous = rectifiers[index]?.before,
        let gate = gate(of: previous)
      {
        cotangents[previous + 1] =
          layer.vjp(dy, of: pass, wanted: .input, then: gate.epilogue).input
        if gate.epilogue.isDone { gated.insert(previous) }
      } else {
        let result = instruction.vjp(
          dy, of: pass, inputShapes: instruction.inputs.map { run.program.shape(of: $0) },
          layers: run.network.layers, wanted: .input)
        for case (let register, let gradient?) in zip(instruction.inputs, result.inputs) {
          cotangents[register] = cotangents[register].map { $0 + gradient } ?? gradient
        }
      }
    }
    return cotangents[stretch.input] ?? .zeros(inputShape)
  }

  private static func rectifiers(
    on path: [Int], of run: Run
  ) -> [Int: (before: Int?, behind: Int?)] {
    var readers: [Int: [Int]] = [:]
    for index in path {
      for register in run.program.instructions[index].inputs {
        readers[register, default: []].append(index)
      }
    }
    var result: [Int: (before: Int?, behind: Int?)] = [:]
    for index in path where run.rectification(of: index) != nil {
      let source = run.program.instructions[index].inputs[0]
      if readers[source] == [index] { result[source - 1, default: (nil, nil)].behind = index }
      if let only = readers[index + 1], only.count == 1 {
        result[only[0], default: (nil, nil)].before = index
      }
    }
    return result
  }

  /// What a rectifier does to a tangent or a cotangent; nil where channels lie elsewhere.
  private func gate(of index: Int) -> RectifierGate? {
    guard let rectification = run.rectification(of: index), let output = run.passes[index]?.output,
      output.order == .channelsLast, let rows = output.shape.rows
    else { return nil }
    return RectifierGate(rectification, at: output.numbers, sumsWith: nil, rows)
  }

  /// The tensor, its numbers in the order in which the register's lie, so that they need not be
  /// moved at every layer.
  private func lying(_ tensor: Tensor, as register: Int) -> Tensor {
    run.values[register].map { tensor.ordered($0.order) } ?? tensor
  }
}
