// The exponential linear unit: negative values level off at −α.

import Kernels
package import Tensors

/// y = x for x > 0, else α (eˣ − 1).
///
/// - Shapes: any.
/// - Source: Clevert, Unterthiner and Hochreiter 2016, equation 15; PyTorch `torch.nn.ELU`.
package struct ELU: Activation {
  package static let card = LayerCard(
    name: "elu",
    summary: "Passes positive values, lets negative ones level off at −α.",
    formula: "y = x if x > 0, else α (exp(x) − 1)",
    derivative: "dx = dy if x > 0, else α exp(x) dy = (y + α) dy",
    shapes: "any",
    source: "Clevert, Unterthiner and Hochreiter 2016; PyTorch, torch.nn.ELU",
    parameters: [
      .init("alpha", 1, "very negative values approach −α")
    ])

  package let arguments: LayerArguments
  private let alpha: Float

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    alpha = Float(try arguments.number("alpha", in: -1e6...1e6))
  }

  func define(_ x: Quantity, in working: inout Working) -> Quantity {
    let alpha = Quantity(Double(alpha))
    return working.isBeyond(0, x)
      ? working.line("y = x", ["x": x], x)
      : working.line(
        "y = α·(exp(x) − 1)", ["α": alpha, "x": x], alpha * x.exponentialLessOne)
  }

  var inner: Transcendental? { .exponentialLessOne }

  func value(_ x: Float, _ exponentialLessOne: Float) -> Float {
    x > 0 ? x : alpha * exponentialLessOne
  }

  func slope(_ x: Float, _ y: Float, _: Float) -> Float { x > 0 ? 1 : y + alpha }
}
