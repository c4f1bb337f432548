// The dense (fully connected, affine) layer: y = x Wᵀ + b.

package import Tensors
import Kernels

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
      .init("bias", .boolean(true), "whether b is added"),
    ],
    make: Dense.init(_:input:randomness:))

  package let arguments: LayerArguments
  package var parameters: NamedTensors
  private let inputs: Int
  private let outputs: Int

  init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    guard input.rank == 2 else {
      throw ShapeMismatch(
        needed: "[N, features]", given: input,
        advice: "flatten or globalavgpool before it")
    }
    self.arguments = arguments
    inputs = input[1]
    outputs = try arguments.integer("out")
    let bound = 1 / Float(inputs).squareRoot()
    parameters = NamedTensors([
      (
        "weight",
        randomness.split(by: "weight").uniform([outputs, inputs], low: -bound, high: bound)
      )
    ])
    if try arguments.flag("bias") {
      parameters["bias"] = randomness.split(by: "bias").uniform(
        [outputs], low: -bound, high: bound)
    }
  }

  package static func weightCount(_ arguments: LayerArguments, input: Shape) -> Double {
    Double(input.example.count) * (arguments.double("out") ?? 0)
  }

  private var weight: Tensor { parameters["weight"] ?? .zeros([outputs, inputs]) }

  package func coupling(in phase: Phase) -> Coupling { .example }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    guard input.rank == 2, input[1] == inputs else {
      throw ShapeMismatch(needed: "[N, \(inputs)]", given: input)
    }
    return [input[0], outputs]
  }

  package func multiplyAdds(for input: Shape) -> Int { inputs * outputs }

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

  /// x Wᵀ.
  private func product(_ x: Tensor, _ weight: Tensor) -> Tensor {
    Tensor([x.shape[0], outputs]) {
      multiply(x.matrix(), weight.matrix(transposed: true), into: $0)
    }
  }
}
