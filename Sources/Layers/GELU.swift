// The Gaussian error linear unit: values weighed by a normal distribution function.

import Kernels
package import Tensors

/// y = x Φ(x), where Φ is the distribution function of the standard normal distribution.
///
/// - Shapes: any.
/// - Source: Hendrycks and Gimpel 2016; PyTorch `torch.nn.GELU` (the exact form, not the tanh one).
package struct GELU: Activation {
  package static let card = LayerCard(
    name: "gelu",
    summary: "Weighs every value by the normal distribution's share below it.",
    formula: "y = x Φ(x)",
    derivative: "dx = (Φ(x) + x φ(x)) dy,  φ = Φ′",
    shapes: "any",
    source: "Hendrycks and Gimpel 2016; PyTorch, torch.nn.GELU")

  package let arguments: LayerArguments

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) {
    self.arguments = arguments
  }

  func define(_ x: Quantity, in working: inout Working) -> Quantity {
    working.line("y = x·Φ(x)", ["x": x], x * x.normalDistribution)
  }

  var inner: Transcendental? { .normalDistribution }

  func value(_ x: Float, _ share: Float) -> Float { x * share }

  var slopeInner: Transcendental? { .normalSlope }

  func slope(_ x: Float, _ y: Float, _ slope: Float) -> Float { slope }
}
