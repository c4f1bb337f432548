// The loss's gradient by every parameter against central differences through the whole network.

import Foundation
import Layers
package import Networks
package import Tensors

extension GradientCheck {
  /// Checks the gradients that `run` holds: of the loss by the logits, and of ⟨dz, z⟩, with dz the
  /// loss's gradient by the logits z, by the input and every parameter, through all definitions.
  ///
  /// - Returns: nil when cancelled, or when the run's backward pass is not done.
  package static func network(
    _ run: Run, samples: Int, step: Double? = nil, randomness: Randomness,
    progress: (Double, String) -> Void = { _, _ in }, isCancelled: () -> Bool = { false }
  ) -> GradientCheck? {
    guard run.isBackwardDone, let loss = run.loss else { return nil }
    let sweep = NetworkSweep(run)
    let weights = loss.gradient.doubles
    var check = GradientCheck(
      name: "network", tensors: [logits(run, samples: samples, randomness)],
      forwardError: sweep.forwardError, undecided: sweep.undecided)
    let places = sweep.places
    for (number, place) in places.enumerated() {
      var comparison = Comparison(name: place.name, shape: place.value.shape)
      let values = place.value.doubles
      for index in elements(of: values.count, samples, randomness.split(by: place.name)) {
        progress(Double(number) / Double(places.count), "gradcheck: \(place.name)")
        if isCancelled() { return nil }
        let h = step ?? GradientCheck.step(at: index, of: values)
        comparison.add(
          index, analytic: place.gradient.map { Double($0[index]) } ?? .nan,
          size: sweep.size(of: place, index), weights: weights, step: h,
          low: sweep.moved(place, index, by: -h), high: sweep.moved(place, index, by: h))
      }
      check.tensors.append(comparison)
    }
    return check
  }

  /// dz of the loss against central differences of its definition in Float64.
  private static func logits(_ run: Run, samples: Int, _ randomness: Randomness) -> Comparison {
    let z = (run.output ?? .zeros([0])).doubles
    var comparison = Comparison(name: "logits", shape: run.program.output)
    for index in elements(of: z.count, samples, randomness.split(by: "logits")) {
      let h = step(at: index, of: z)
      func loss(_ step: Double) -> Evaluation {
        var z = z
        z[index] += step
        return Evaluation(values: crossEntropies(z, run.labels), pieces: [])
      }
      comparison.add(
        index, analytic: run.loss.map { Double($0.gradient[index]) } ?? .nan,
        size: 1 / Double(run.labels.count),
        weights: run.labels.map { _ in 1 / Double(run.labels.count) }, step: h,
        low: loss(-h), high: loss(h))
    }
    return comparison
  }

  /// −ln softmax(z)[label] of every example.
  private static func crossEntropies(_ z: [Double], _ labels: [Int]) -> [Double] {
    let classes = z.count / max(1, labels.count)
    return labels.enumerated().map { example, label in
      let scores = z[example * classes..<(example + 1) * classes]
      let largest = scores.max() ?? 0
      return largest + log(scores.reduce(0) { $0 + exp($1 - largest) })
        - scores[scores.startIndex + label]
    }
  }
}

/// All definitions of a network, one after the other, in Float64.
private struct NetworkSweep {
  /// A tensor that the loss is differentiated by.
  struct Place {
    let name: String
    let value: Tensor
    let gradient: Tensor?
    /// The instruction and its parameter; nil for the batch.
    let owner: (instruction: Int, parameter: String)?
  }

  private let run: Run
  /// The value of every register.
  private var base: [[Double]]
  /// Winners that the run decided otherwise than the definitions do.
  private(set) var undecided = 0

  init(_ run: Run) {
    self.run = run
    base = [run.values[0]?.doubles ?? []]
    for index in run.program.instructions.indices {
      let (exact, single) = (evaluate(index, base), single(index))
      undecided += zip(exact.pieces, single).count { $0 != $1 }
      base.append(exact.values)
    }
  }

  /// ‖logits − those of the definitions‖ / ‖those of the definitions‖.
  var forwardError: Double {
    let exact = base.last ?? []
    let square = exact.reduce(0) { $0 + $1 * $1 }
    let gap = zip(exact, run.output?.doubles ?? []).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    return gap == 0 ? 0 : (gap / square).squareRoot()
  }

  /// The batch and every parameter, in order.
  var places: [Place] {
    var result: [Place] = []
    if let x = run.values[0] {
      result.append(Place(name: "input", value: x, gradient: run.gradients[0], owner: nil))
    }
    for (index, instruction) in run.program.instructions.enumerated() {
      guard case .layer(let number) = instruction.operation else { continue }
      for (name, value) in run.network.layers[number].layer.parameters.pairs {
        result.append(
          Place(
            name: "\(instruction.name).\(name)", value: value,
            gradient: run.parameterGradients[number]?[name], owner: (index, name)))
      }
    }
    return result
  }

  /// The logits with one number moved.
  func moved(_ place: Place, _ index: Int, by step: Double) -> Evaluation {
    var registers = base
    var isChanged = [Bool](repeating: false, count: registers.count)
    var pieces: [Int32] = []
    if place.owner == nil {
      registers[0][index] += step
      isChanged[0] = true
    }
    for (number, instruction) in run.program.instructions.enumerated() {
      let isOwner = place.owner?.instruction == number
      guard isOwner || instruction.inputs.contains(where: { isChanged[$0] }) else { continue }
      let variable = isOwner ? place.owner.map { ($0.parameter, index, step) } : nil
      let result = evaluate(number, registers, moving: variable)
      registers[number + 1] = result.values
      isChanged[number + 1] = true
      pieces += result.pieces
    }
    return Evaluation(values: registers.last ?? [], pieces: pieces)
  }

  /// Σ |dy · ∂y/∂p| over the outputs of p's own layer: what its gradient adds up.
  func size(of place: Place, _ index: Int) -> Double {
    guard let owner = place.owner else {
      // The readers of the batch give their gradients; their sum is what rounds.
      return place.gradient.map { abs(Double($0[index])) } ?? 0
    }
    guard case .layer(let number) = run.program.instructions[owner.instruction].operation,
      let pass = run.passes[owner.instruction], let dy = run.gradients[owner.instruction + 1]
    else { return 0 }
    let slopes = LayerSweep(layer: run.network.layers[number].layer, pass: pass)
      .slopes(along: .parameter(owner.parameter, index))
    return zip(slopes, dy.values).reduce(0) { $0 + abs($1.0 * Double($1.1)) }
  }

  /// What an instruction gives for the registers' values.
  private func evaluate(
    _ index: Int, _ registers: [[Double]], moving: (name: String, index: Int, step: Double)? = nil
  ) -> Evaluation {
    let instruction = run.program.instructions[index]
    let inputs = instruction.inputs.map { registers[$0] }
    switch instruction.operation {
    case .layer(let number):
      guard let pass = run.passes[index] else { return Evaluation(values: [], pieces: []) }
      return LayerSweep(layer: run.network.layers[number].layer, pass: pass).moved(
        moving.map { .parameter($0.name, $0.index) }, by: moving?.step ?? 0, x: inputs[0])
    case .sum:
      return Evaluation(values: zip(inputs[0], inputs[1]).map { $0 + $1 }, pieces: [])
    case .concat:
      let examples = instruction.outputShape[0]
      return Evaluation(
        values: (0..<examples).flatMap { example in
          inputs.flatMap { values in
            let size = values.count / examples
            return values[example * size..<(example + 1) * size]
          }
        }, pieces: [])
    }
  }

  /// The pieces that held in single precision.
  private func single(_ index: Int) -> [Int32] {
    guard case .layer(let number) = run.program.instructions[index].operation,
      let pass = run.passes[index]
    else { return [] }
    return LayerSweep(layer: run.network.layers[number].layer, pass: pass).moved().pieces
  }
}
