// Dropout: in training, random values are replaced by 0.

package import Tensors

/// y = m ⊙ x, where every m is 0 with probability p and 1/(1−p) otherwise, so that the mean of y
/// is x. In evaluation y = x.
///
/// - Shapes: any.
/// - Memo: `mask` m, in training only.
/// - Source: Srivastava et al. 2014, section 10 ("inverted"); PyTorch `torch.nn.Dropout`.
package struct Dropout: Layer {
  package static let card = LayerCard(
    name: "dropout",
    summary: "Replaces random values by 0 while training.",
    formula: "y = m x,  m = 0 with probability p, else 1/(1 − p)",
    derivative: "dx = m dy",
    shapes: "any",
    source: "Srivastava et al. 2014; PyTorch, torch.nn.Dropout",
    parameters: [.init("p", 0.5, "probability p of becoming 0")])

  package let arguments: LayerArguments
  private let probability: Float

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    probability = Float(try arguments.number("p", in: 0...1))
  }

  package func coupling(in phase: Phase) -> Coupling { .element }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape { input }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let x = working.x[element]
    guard let mask = working.drawn("mask", element) else {
      return working.line("y = x", ["x": x], x)
    }
    return working.line("y = m·x", ["m": mask, "x": x], mask * x)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    guard phase == .training else { return Pass(input: x, output: x, phase: phase) }
    let kept = 1 / (1 - probability)
    let mask = randomness.uniform(x.shape).map { $0 < probability ? 0 : kept }
    // y = m x
    return Pass(input: x, output: mask * x, memo: NamedTensors([("mask", mask)]), phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    // dx = m dy
    Cotangent(input: wanted.contains(.input) ? masked(dy, pass) : nil)
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = m dx
    masked(dx, pass)
  }

  private func masked(_ v: Tensor, _ pass: Pass) -> Tensor {
    pass.memo["mask"].map { $0 * v } ?? v
  }
}
