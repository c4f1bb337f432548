// The leaky rectifier: negative values pass, scaled down.

package import Kernels
package import Tensors

/// y = x for x > 0, else slope · x.
///
/// - Shapes: any.
/// - Source: Maas, Hannun and Ng 2013; PyTorch `torch.nn.LeakyReLU` (slope 0.01).
package struct LeakyReLU: PiecewiseLinear, Rectifier {
  package static let card = LayerCard(
    name: "leakyrelu",
    summary: "Passes positive values, scales negative ones down.",
    formula: "y = x if x > 0, else a x",
    derivative: "dx = dy if x > 0, else a dy",
    shapes: "any",
    source: "Maas, Hannun and Ng 2013; PyTorch, torch.nn.LeakyReLU",
    parameters: [.init("slope", 0.01, "slope a for negative values")])

  package let arguments: LayerArguments
  private let negative: Float

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    negative = Float(try arguments.number("slope", in: -1e6...1e6))
  }

  func define(_ x: Quantity, in working: inout Working) -> Quantity {
    let slope = Quantity(Double(negative))
    return working.isBeyond(0, x)
      ? working.line("y = x", ["x": x], x)
      : working.line("y = a·x", ["a": slope, "x": x], slope * x)
  }

  package var rectification: Rectification? {
    negative > 0 ? Rectification(slope: negative) : nil
  }

  func value(_ x: Float) -> Float { x > 0 ? x : negative * x }

  func slope(_ x: Float) -> Float { x > 0 ? 1 : negative }
}
