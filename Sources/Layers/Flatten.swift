// Flattening: the numbers of one example in one row.

package import Tensors

/// y = x with all axes but the first made one, in row-major order.
///
/// - Shapes: [N, …] → [N, D].
/// - Source: PyTorch `torch.nn.Flatten`.
package struct Flatten: Layer {
  package static let card = LayerCard(
    name: "flatten",
    summary: "Puts the numbers of every example into one row.",
    formula: "y = x, as rows",
    derivative: "dx = dy, in x's shape",
    shapes: "[N, …] → [N, D]",
    source: "PyTorch, torch.nn.Flatten")

  package let arguments: LayerArguments

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) {
    self.arguments = arguments
  }

  package func coupling(in phase: Phase) -> Coupling { .element }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    guard input.rank > 0 else { throw ShapeMismatch(needed: "[N, …]", given: input) }
    return rows(input)
  }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let x = working.x[element]
    return working.line("y = x", ["x": x], x)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    // y = x, as rows
    Pass(input: x, output: x.reshaped(to: rows(x.shape)), phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    // dx = dy, in x's shape
    Cotangent(input: wanted.contains(.input) ? dy.reshaped(to: pass.input.shape) : nil)
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = dx, as rows
    dx.reshaped(to: rows(dx.shape))
  }

  private func rows(_ shape: Shape) -> Shape { [shape.examples, shape.example.count] }
}
