// The logistic function: any number becomes one between 0 and 1.

import Kernels
package import Tensors

/// y = σ(x) = 1 / (1 + e⁻ˣ).
///
/// - Shapes: any. The slope is at most 1/4, at 0.
/// - Source: PyTorch `torch.nn.Sigmoid`.
package struct Sigmoid: Activation {
  package static let card = LayerCard(
    name: "sigmoid",
    summary: "Squeezes every value between 0 and 1.",
    formula: "y = σ(x) = 1 / (1 + exp(−x))",
    derivative: "dx = y (1 − y) dy",
    shapes: "any",
    source: "PyTorch, torch.nn.Sigmoid")

  package let arguments: LayerArguments

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) {
    self.arguments = arguments
  }

  package var limits: [Double] { [0, 1] }

  func define(_ x: Quantity, in working: inout Working) -> Quantity {
    working.line("y = 1 / (1 + exp(−x))", ["x": x], x.sigmoid)
  }

  var inner: Transcendental? { .sigmoid() }

  func value(_ x: Float, _ sigmoid: Float) -> Float { sigmoid }

  func slope(_ x: Float, _ y: Float, _: Float) -> Float { y * (1 - y) }
}
