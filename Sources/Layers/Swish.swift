// The sigmoid-weighted linear unit, known as swish and SiLU.

import Kernels
package import Tensors

/// y = x σ(βx), where σ(z) = 1 / (1 + e⁻ᶻ).
///
/// - Shapes: any.
/// - Source: Ramachandran, Zoph and Le 2017; PyTorch `torch.nn.SiLU` (β = 1).
package struct Swish: Activation {
  package static let card = LayerCard(
    name: "swish",
    summary: "Weighs every value by its own sigmoid.",
    formula: "y = x σ(β x)",
    derivative: "dx = (σ + β y (1 − σ)) dy,  σ = σ(β x)",
    shapes: "any",
    source: "Ramachandran, Zoph and Le 2017; PyTorch, torch.nn.SiLU",
    parameters: [
      .init("beta", 1, "steepness β of the sigmoid")
    ])

  package let arguments: LayerArguments
  private let beta: Float

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    beta = Float(try arguments.number("beta", in: -1e6...1e6))
  }

  func define(_ x: Quantity, in working: inout Working) -> Quantity {
    let beta = Quantity(Double(beta))
    return working.line("y = x·σ(β·x)", ["x": x, "β": beta], x * (beta * x).sigmoid)
  }

  var inner: Transcendental? { .sigmoid(beta) }

  func value(_ x: Float, _ gate: Float) -> Float { x * gate }

  var slopeInner: Transcendental? { inner }

  func slope(_ x: Float, _ y: Float, _ gate: Float) -> Float { gate + beta * y * (1 - gate) }
}
