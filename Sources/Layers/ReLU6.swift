// The rectifier with a ceiling at 6.

package import Tensors

/// y = min(max(0, x), 6). A nan stays a nan.
///
/// - Shapes: any. At exactly 0 and 6 the derivative is 0, as in PyTorch.
/// - Source: Krizhevsky 2010; PyTorch `torch.nn.ReLU6`.
package struct ReLU6: PiecewiseLinear {
  package static let card = LayerCard(
    name: "relu6",
    summary: "Passes values between 0 and 6, clips the others.",
    formula: "y = min(max(0, x), 6)",
    derivative: "dx = dy if 0 < x < 6, else 0",
    shapes: "any",
    source: "Krizhevsky 2010; PyTorch, torch.nn.ReLU6")

  package let arguments: LayerArguments

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) {
    self.arguments = arguments
  }

  package var limits: [Double] { [6] }

  func define(_ x: Quantity, in working: inout Working) -> Quantity {
    let (isPositive, isClipped) = (working.isBeyond(0, x), working.isBeyond(6, x))
    let y = isClipped ? Quantity(6) : isPositive ? x : Quantity(0)
    return working.line("y = min(max(0, x), 6)", ["x": x], y)
  }

  func value(_ x: Float) -> Float { x <= 0 ? 0 : x >= 6 ? 6 : x }

  func slope(_ x: Float) -> Float { x > 0 && x < 6 ? 1 : 0 }
}
