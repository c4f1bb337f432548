// Where a pass first meets nan or inf: who made them, of what, and who only passes them on.

package import Kernels
import Layers
import Tensors

/// The first nan or inf of a pass, as it was found.
package struct NotFinite: Sendable {
  /// Where it comes from.
  package enum Origin: Sendable, Equatable {
    /// It was in the batch.
    case batch
    /// It was in the layer's parameter or running statistic of this name.
    case parameter(String)
    /// All that the layer works on is finite: it made them itself.
    case operation
  }

  /// What is looked at: numbers of the pass that the one who made nan or inf has given or read.
  package enum Subject: Sendable, Equatable {
    case input, output, incomingGradient, inputGradient
    case parameter(String)
    case gradient(of: String)
    case scores, targets, lossValue, lossGradient
  }

  /// The layer or block; nil for the loss.
  package let name: String?
  package let isBackward: Bool
  package let origin: Origin
  /// What holds it, and what is to be seen there.
  package let place: Subject
  package let found: Statistics
  /// What it worked on: its input or the gradient that came in, and its parameters.
  package let operands: [(subject: Subject, statistics: Statistics)]
  /// The other layers that hold nan or inf, in the order of the pass, and whether the loss does.
  package let passedOn: [String]
  package let reachesLoss: Bool
}

extension Run {
  /// The autopsy of a pass that has met nan or inf on its way so far; nil while all is finite, and
  /// of a pass that keeps no gradients.
  package var notFinite: NotFinite? {
    if let first = firstNotFinite { return forwardAutopsy(first) }
    return lossAutopsy ?? backwardAutopsy
  }

  /// Finite scores whose loss or its gradient is not.
  private var lossAutopsy: NotFinite? {
    guard let loss, let output, !loss.value.isFinite || !loss.gradient.isFinite else {
      return nil
    }
    return NotFinite(
      name: nil, isBackward: loss.value.isFinite, origin: .operation,
      place: loss.value.isFinite ? .lossGradient : .lossValue,
      found: (loss.value.isFinite ? loss.gradient : Tensor([1], [loss.value])).statistics,
      operands: [(.scores, output.statistics), (.targets, loss.targets.statistics)],
      passedOn: [], reachesLoss: false)
  }

  private func forwardAutopsy(_ index: Int) -> NotFinite? {
    guard let output = values[index + 1] else { return nil }
    let inputs = program.instructions[index].inputs.compactMap { values[$0]?.statistics }
    let operands = inputs.map { (subject: NotFinite.Subject.input, statistics: $0) } + own(index)
    let origin: NotFinite.Origin =
      if inputs.contains(where: { $0.notFinite > 0 }) {
        .batch
      } else if case .parameter(let name)? = own(index).first(where: {
        $0.statistics.notFinite > 0
      })?.subject {
        .parameter(name)
      } else {
        .operation
      }
    let later = program.instructions.indices.dropFirst(index + 1).filter {
      !drops($0) && values[$0 + 1]?.isFinite == false
    }
    return NotFinite(
      name: program.instructions[index].name, isBackward: false, origin: origin, place: .output,
      found: output.statistics, operands: operands,
      passedOn: later.map { program.instructions[$0].name },
      reachesLoss: loss?.value.isFinite == false)
  }

  /// On the way back the first is the last layer whose cotangents are not finite, though what came
  /// in was.
  private var backwardAutopsy: NotFinite? {
    let guilty = program.instructions.indices.reversed().compactMap { index in
      cotangents(index).first { !$0.tensor.isFinite }.map { (index: index, what: $0) }
    }
    guard let (index, what) = guilty.first else { return nil }
    let incoming = gradients[index + 1].map {
      [(subject: NotFinite.Subject.incomingGradient, statistics: $0.statistics)]
    }
    return NotFinite(
      name: program.instructions[index].name, isBackward: true, origin: .operation,
      place: what.subject, found: what.tensor.statistics, operands: (incoming ?? []) + own(index),
      passedOn: guilty.dropFirst().map { program.instructions[$0.index].name },
      reachesLoss: false)
  }

  /// The gradients that the layer of instruction `index` gives. A register sums those of all who
  /// read it, so where such a sum is not finite the layer is asked again.
  private func cotangents(_ index: Int) -> [(subject: NotFinite.Subject, tensor: Tensor)] {
    let instruction = program.instructions[index]
    guard case .layer(let number) = instruction.operation, let dy = gradients[index + 1],
      let pass = passes[index], !drops(index)
    else { return [] }
    let own = (parameterGradients[number]?.pairs ?? []).map {
      (subject: NotFinite.Subject.gradient(of: $0.name), tensor: $0.tensor)
    }
    let total = gradients[instruction.inputs[0]]
    guard let total, !total.isFinite,
      let input = network.layers[number].layer.vjp(dy, of: pass, wanted: .input).input
    else { return own }
    return [(subject: .inputGradient, tensor: input)] + own
  }

  /// Parameters and, where they are used, running statistics of instruction `index`.
  private func own(_ index: Int) -> [(subject: NotFinite.Subject, statistics: Statistics)] {
    guard case .layer(let number) = program.instructions[index].operation else { return [] }
    let layer = network.layers[number].layer
    let buffers = phase == .evaluation ? layer.buffers.pairs : []
    return (layer.parameters.pairs + buffers).map { (.parameter($0.name), $0.tensor.statistics) }
  }

  /// Whether the loss and all gradients that training goes by are finite.
  var isFinite: Bool {
    (loss?.value.isFinite ?? false) && hasFiniteGradients
  }
}
