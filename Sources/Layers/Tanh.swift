// The hyperbolic tangent: any number becomes one between −1 and 1.

import Kernels
package import Tensors

/// y = tanh(x).
///
/// - Shapes: any. The slope is at most 1, at 0.
/// - Source: PyTorch `torch.nn.Tanh`.
package struct Tanh: Activation {
  package static let card = LayerCard(
    name: "tanh",
    summary: "Squeezes every value between −1 and 1.",
    formula: "y = tanh(x)",
    derivative: "dx = (1 − y²) dy",
    shapes: "any",
    source: "PyTorch, torch.nn.Tanh")

  package let arguments: LayerArguments

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) {
    self.arguments = arguments
  }

  package var limits: [Double] { [-1, 1] }

  func define(_ x: Quantity, in working: inout Working) -> Quantity {
    working.line("y = tanh(x)", ["x": x], x.hyperbolicTangent)
  }

  var inner: Transcendental? { .hyperbolicTangent() }

  func value(_ x: Float, _ tanh: Float) -> Float { tanh }

  func slope(_ x: Float, _ y: Float, _: Float) -> Float { 1 - y * y }
}
