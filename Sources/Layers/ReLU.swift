// The rectifier: negative values become 0.

package import Kernels
package import Tensors

/// y = max(0, x). A nan stays a nan.
///
/// - Shapes: any. At exactly 0 the derivative is 0, as in PyTorch.
/// - Source: Nair and Hinton 2010; PyTorch `torch.nn.ReLU`.
package struct ReLU: PiecewiseLinear, Rectifier {
  package static let card = LayerCard(
    name: "relu",
    summary: "Passes positive values, replaces negative ones by 0.",
    formula: "y = max(0, x)",
    derivative: "dx = dy if x > 0, else 0",
    shapes: "any",
    source: "Nair and Hinton 2010; PyTorch, torch.nn.ReLU")

  package let arguments: LayerArguments

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) {
    self.arguments = arguments
  }

  func define(_ x: Quantity, in working: inout Working) -> Quantity {
    working.line("y = max(0, x)", ["x": x], working.isBeyond(0, x) ? x : Quantity(0))
  }

  package var rectification: Rectification? { Rectification(slope: 0) }

  func value(_ x: Float) -> Float { x <= 0 ? 0 : x }

  func slope(_ x: Float) -> Float { x > 0 ? 1 : 0 }
}
