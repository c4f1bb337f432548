// The Gaussian error linear unit: values weighed by a normal distribution function.

import Foundation
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

  func value(_ x: Float) -> Float { x * distribution(x) }

  func slope(_ x: Float, _ y: Float) -> Float { distribution(x) + x * density(x) }

  /// Φ(x) = erfc(−x/√2) / 2, which keeps its digits where Φ is small.
  private func distribution(_ x: Float) -> Float { erfc(-x * Float(0.5).squareRoot()) / 2 }

  /// φ(x) = e^(−x²/2) / √(2π).
  private func density(_ x: Float) -> Float { exp(-x * x / 2) / (2 * Float.pi).squareRoot() }
}
