// One number of a run, worked out from the layer's definition and compared with what the run holds.

package import Layers
package import Networks
import Tensors

/// How one number comes about.
package struct Explanation: Sendable {
  /// What the number belongs to: `y`, `dx`, `dweight`.
  package var symbol: String
  /// Where it stands along each axis.
  package var index: [Int]
  package var lines: [Working.Line]
  /// What the run holds there, in Float32.
  package var held: Double

  /// What the lines come to, in Float64.
  package var value: Double { lines.last?.value ?? 0 }

  /// Whether both are the same number as far as Float32 sums can tell: within 1e-5 of the value or,
  /// where terms cancel, of the sum of their sizes. A nan agrees with a nan.
  package var agrees: Bool {
    if value.isNaN || held.isNaN { return value.isNaN && held.isNaN }
    if value == held { return true }
    let terms = lines.last?.sum?.terms ?? []
    let size = terms.reduce(abs(value)) { $0 + abs($1.reduce(1, *)) }
    return abs(value - held) <= 1e-5 * max(size, abs(value))
  }
}

extension Explanation {
  /// Element `offset` of what instruction `instruction` gave; nil before the forward pass.
  package static func output(
    of instruction: Int, _ offset: Int, in run: Run
  ) -> Explanation? {
    guard let held = run.values[instruction + 1] else { return nil }
    let index = held.shape.index(of: offset)
    func explanation(_ lines: [Working.Line]) -> Explanation {
      Explanation(symbol: "y", index: index, lines: lines, held: Double(held[offset]))
    }
    let operation = run.program.instructions[instruction]
    let inputs = operation.inputs.compactMap { run.values[$0] }
    switch operation.operation {
    case .layer(let number):
      guard let pass = run.passes[instruction] else { return nil }
      let layer = run.network.layers[number].layer
      var working = Working(layer, of: pass, isWritten: true)
      _ = layer.define(offset, in: &working)
      return explanation(working.lines ?? [])
    case .sum:
      let (body, shortcut) = (Double(inputs[0][offset]), Double(inputs[1][offset]))
      return explanation([
        Working.Line(
          formula: "y = f + s", numbers: [("f", body), ("s", shortcut)], value: body + shortcut)
      ])
    case .concat:
      // The branch whose channels hold the element.
      var place = index
      for (branch, input) in inputs.enumerated() {
        if place[1] < input.shape[1], let element = input.shape.offset(of: place) {
          let value = Double(input[element])
          return explanation([
            Working.Line(
              formula: "y = f\(branch + 1)", numbers: [("f\(branch + 1)", value)], value: value)
          ])
        }
        place[1] -= input.shape[1]
      }
      return nil
    }
  }

  /// The gradient of the loss by element `offset` of a layer's input (`tensor` is "input") or of one
  /// of its parameters: Σ dy ∂y/∂x over all numbers y that depend on it.
  ///
  /// - Returns: nil before the backward pass, or for what is no layer.
  package static func gradient(
    of instruction: Int, by tensor: String, _ offset: Int, in run: Run
  ) -> Explanation? {
    guard case .layer(let number) = run.program.instructions[instruction].operation,
      let pass = run.passes[instruction], let dy = run.gradients[instruction + 1]
    else { return nil }
    let named = run.network.layers[number]
    let isInput = tensor == "input"
    guard
      let held = isInput
        ? named.layer.vjp(dy, of: pass, wanted: .input).input
        : run.parameterGradients[number]?[tensor]
    else { return nil }
    var working = Working(
      named.layer, of: pass, variable: isInput ? .input(offset) : .parameter(tensor, offset))
    var terms: [[Double]] = []
    for element in reach(of: offset, isInput: isInput, named.layer, pass) {
      let slope = named.layer.define(element, in: &working).slope
      if slope != 0 { terms.append([Double(dy[element]), slope]) }
    }
    let symbol = isInput ? "x" : tensor
    return Explanation(
      symbol: "d" + symbol, index: held.shape.index(of: offset),
      lines: [
        Working.Line(
          formula: "d\(symbol) = Σ dy·∂y/∂\(symbol)", numbers: [],
          sum: ("Σ dy·∂y/∂\(symbol)", terms), value: terms.reduce(0) { $0 + $1[0] * $1[1] })
      ], held: Double(held[offset]))
  }

  /// The elements of the output that an element of the input or of a parameter may reach.
  private static func reach(
    of offset: Int, isInput: Bool, _ layer: any Layer, _ pass: Pass
  ) -> Range<Int> {
    guard isInput, layer.coupling(in: pass.phase) < .batch else { return 0..<pass.output.count }
    let size = pass.output.shape.example.count
    let example = offset / max(1, pass.input.shape.example.count)
    return example * size..<(example + 1) * size
  }
}
