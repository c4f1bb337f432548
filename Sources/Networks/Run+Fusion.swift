// Several instructions in one go, where nobody will look at what lies in between.

import Kernels
import Layers
import Tensors

extension Run {
  /// The layer of instruction `index`, if it works together with others.
  func fusing(_ index: Int?) -> (any Fusing)? {
    guard let index, case .layer(let number) = program.instructions[index].operation else {
      return nil
    }
    return network.layers[number].layer.fusing
  }

  /// What the layer of instruction `index` does, if that is a plain rectifier.
  func rectification(of index: Int) -> Rectification? {
    guard case .layer(let number) = program.instructions[index].operation else { return nil }
    return (network.layers[number].layer as? any Rectifier)?.rectification
  }

  /// Does a fusion's work forward: the pass of its layer, or of the sum, with the rectifier's output.
  func forward(_ fusion: Program.Fusion, measured: ColumnMoments?) -> Pass? {
    guard let x = values[fusion.input] else { return nil }
    let added = fusion.added.flatMap { values[$0] }
    guard let layer = fusing(fusion.layer), let index = fusion.layer else {
      return added.map {
        Pass(
          input: x, output: Tensor(rectifiedSumOf: x, $0, fusion.rectification), phase: phase)
      }
    }
    return layer.forward(
      x, adding: added, fusion.rectification, measured: measured, phase: phase,
      randomness: randomness.split(by: program.instructions[index].name))
  }

  /// What is to be done with the gradient of what a fusion writes, `g` being what others have given
  /// to it; nil where channels lie elsewhere.
  func gate(_ fusion: Program.Fusion, adding g: Tensor?) -> RectifierGate? {
    guard let pass = passes[fusion.rectifier], pass.output.hasChannelsInColumns,
      let rows = pass.output.shape.rows
    else { return nil }
    let wantsSums = fusing(fusion.layer)?.wantsSums(of: pass) ?? false
    return RectifierGate(
      fusion.rectification, at: pass.output.numbers, adding: g?.ordered(pass.output.order).numbers,
      sumsWith: wantsSums ? pass.input.storage : nil, rows)
  }

  /// The same for a gradient that is about to be completed by instruction `index`. Only images with
  /// channels last are visited while they are written.
  func gate(of register: Int, completedBy index: Int) -> RectifierGate? {
    guard register > 0, let fusions, fusions.lastToAdd[register - 1] == index,
      let fusion = fusions.endingAt[register - 1], values[register]?.order == .channelsLast
    else { return nil }
    return gate(fusion, adding: gradients[register])
  }

  /// The gradient behind a fusion's rectifier.
  func gated(
    _ dy: consuming Tensor, _ fusion: Program.Fusion
  ) -> (dz: Tensor, gate: RectifierGate?) {
    guard let output = passes[fusion.rectifier]?.output else { return (dy, nil) }
    let gate = gate(fusion, adding: nil)
    if let gate {
      if dy.order != output.order { dy = dy.ordered(output.order) }
      dy.finish(gate.epilogue)
    } else {
      dy.gate(fusion.rectification, at: output)
    }
    return (dy, gate)
  }

  /// A layer's pass forward that lets the only reader of its output measure that.
  mutating func forwardMeasured(_ index: Int, _ inputs: [Tensor]) -> Pass? {
    guard let measurement = measurement(of: index), let layer = fusing(index) else { return nil }
    measured[index + 1] = measurement
    return layer.forward(
      inputs[0], phase: phase,
      randomness: randomness.split(by: program.instructions[index].name),
      then: measurement.epilogue)
  }

  /// A layer's way back that lets the gate before it go through the gradient that it writes.
  mutating func backward(
    _ layer: any Fusing, _ index: Int, _ dy: Tensor, _ pass: Pass, _ wanted: Wanted
  ) {
    let register = program.instructions[index].inputs[0]
    let gate = gate(of: register, completedBy: index)
    let result = layer.vjp(dy, of: pass, wanted: wanted, then: gate?.epilogue)
    take(result, of: index, for: register, behind: gate)
  }

  /// A fusion's way back.
  mutating func backward(_ fusion: Program.Fusion) {
    // Taken, so that nobody else holds the gradient and it can be changed in place.
    guard let pass = passes[fusion.rectifier],
      let dy = gradients[fusion.rectifier + 1].take()
    else { return }
    var gate = gates.removeValue(forKey: fusion.rectifier + 1)
    let dz: Tensor
    if gate == nil {
      (dz, gate) = gated(consume dy, fusion)
    } else {
      dz = dy
    }
    if let register = fusion.added { add(dz, to: register) }
    if let layer = fusing(fusion.layer), let index = fusion.layer {
      let next = self.gate(of: fusion.input, completedBy: fusion.rectifier)
      let result = layer.vjp(
        dz, behind: gate, of: pass, wanted: fusion.input == 0 ? .parameters : .all,
        then: next?.epilogue)
      take(result, of: index, for: fusion.input, behind: next)
    } else {
      add(dz, to: fusion.input)
    }
    for index in [fusion.rectifier, fusion.sum, fusion.layer] { if let index { forget(index) } }
  }

  /// Takes up the cotangents of a layer that reads `register`, whose gradient is complete if `gate`
  /// has gone through it.
  private mutating func take(
    _ result: Cotangent, of index: Int, for register: Int, behind gate: RectifierGate?
  ) {
    if let gradient = result.input {
      if let gate, gate.epilogue.isDone {
        gradients[register] = gradient
        gates[register] = gate
      } else {
        add(gradient, to: register)
      }
    }
    if case .layer(let layer) = program.instructions[index].operation {
      keep(result.parameters, of: layer)
    }
  }

  /// What the only reader of instruction `index` wants to know of its output.
  private func measurement(of index: Int) -> ColumnMoments? {
    guard let fusion = fusions?.reading[index], let reader = fusing(fusion.layer) else {
      return nil
    }
    return reader.measurement(of: program.shape(of: index + 1), phase: phase)
  }
}
