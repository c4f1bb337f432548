// The layer that changes nothing: a place to put something later.

package import Tensors

/// y = x.
///
/// - Shapes: any.
/// - Source: PyTorch `torch.nn.Identity`.
package struct Identity: PiecewiseLinear {
  package static let card = LayerCard(
    name: "identity",
    summary: "Passes everything unchanged.",
    formula: "y = x",
    derivative: "dx = dy",
    shapes: "any",
    source: "PyTorch, torch.nn.Identity")

  package let arguments: LayerArguments

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) {
    self.arguments = arguments
  }

  func define(_ x: Quantity, in working: inout Working) -> Quantity {
    working.line("y = x", ["x": x], x)
  }

  func value(_ x: Float) -> Float { x }

  func slope(_ x: Float) -> Float { 1 }
}
