// The dense (fully connected, affine) layer: y = x Wᵀ + b.

package import Kernels
package import Tensors

/// y[n, o] = Σᵢ x[n, i] W[o, i] + b[o]: every output is a weighted sum of all inputs.
///
/// - Shapes: x [N, I] → y [N, O]; `weight` [O, I], `bias` [O].
/// - Start values: both U(−1/√I, 1/√I).
/// - Memo: nothing; the derivatives need only x and W.
/// - Source: PyTorch `torch.nn.Linear`.
package struct Dense: Layer {
  package static let card = LayerCard(
    name: "dense",
    summary: "Every output is a weighted sum of all inputs.",
    formula: "y = x Wᵀ + b",
    derivative: "dx = dy W;  dW = dyᵀ x;  db = Σₙ dy",
    shapes: "[N, I] → [N, O]",
    source: "PyTorch, torch.nn.Linear",
    parameters: [
      .init("out", nil, "number of outputs O"),
      .init("bias", true, "whether b is added"),
    ])

  package static let isWeightLayer = true

  package let arguments: LayerArguments
  package var parameters: NamedTensors
  private let inputs: Int
  private let outputs: Int

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    let inputs = try input.features()
    self.arguments = arguments
    self.inputs = inputs
    outputs = try arguments.integer("out", in: 1...Shape.limit / inputs)
    parameters = standardStart(
      weight: [outputs, inputs], bias: try arguments.flag("bias"), randomness: randomness)
  }

  package static func weightCount(_ arguments: LayerArguments, input: Shape) -> Double {
    Double(input.example.count) * (arguments.double("out") ?? 0)
  }

  private var weight: Tensor { parameters["weight"] ?? .zeros([outputs, inputs]) }

  package func coupling(in phase: Phase) -> Coupling { .example }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    guard try input.features() == inputs else {
      throw ShapeMismatch(needed: "[N, \(inputs)]", given: input)
    }
    return try Shape([input[0], outputs]).bounded(from: input)
  }

  package func multiplyAdds(for input: Shape) -> Int { inputs * outputs }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let (example, output) = (element / outputs, element % outputs)
    guard let weight = working["weight"] else { return Quantity(0) }
    var sum = working.sum("Σ W·x")
    for input in 0..<inputs {
      sum.add(weight[output * inputs + input], working.x[example * inputs + input])
    }
    guard let bias = working["bias"]?[output] else {
      return working.line("y = Σ W·x", sum: sum, sum.total)
    }
    return working.line("y = Σ W·x + b", ["b": bias], sum: sum, sum.total + bias)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    var y = product(x, weight)
    if let bias = parameters["bias"] { y.addRows(bias) }
    return Pass(input: x, output: y, phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    var result = Cotangent(input: nil)
    if wanted.contains(.input) {
      // dx = dy W
      result.input = Tensor(pass.input.shape) {
        multiply(dy.matrix(), weight.matrix(), into: $0)
      }
    }
    if wanted.contains(.parameters) {
      // dW = dyᵀ x
      result.parameters["weight"] = Tensor([outputs, inputs]) {
        multiply(dy.matrix(transposed: true), pass.input.matrix(), into: $0)
      }
      // db = Σₙ dy
      if parameters["bias"] != nil { result.parameters["bias"] = dy.rowSums }
    }
    return result
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = dx Wᵀ + x dWᵀ + db
    var dy = product(dx, weight)
    if let weight = dp["weight"] { dy += product(pass.input, weight) }
    if let bias = dp["bias"] { dy.addRows(bias) }
    return dy
  }

  package func squaredJacobian(at pass: Pass) -> Double? {
    // ‖J‖² = N ‖W‖²
    Double(pass.input.shape[0]) * weight.sumOfSquares
  }

  /// x Wᵀ.
  private func product(_ x: Tensor, _ weight: Tensor) -> Tensor {
    Tensor([x.shape[0], outputs]) {
      multiply(x.matrix(), weight.matrix(transposed: true), into: $0)
    }
  }
}

extension Dense: Fusing {
  package func forward(
    _ x: Tensor, adding z: Tensor?, _ rectification: Rectification, measured _: ColumnMoments?,
    phase: Phase, randomness: Randomness
  ) -> Pass {
    guard z == nil, let bias = parameters["bias"] else {
      return rectified(
        forward(x, phase: phase, randomness: randomness), adding: z, rectification)
    }
    var y = product(x, weight)
    y.addRows(bias, rectified: rectification)
    return Pass(input: x, output: y, phase: phase)
  }
}
