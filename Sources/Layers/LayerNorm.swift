// Layer normalization: every example is centred and scaled by itself.

package import Tensors

/// y = γ x̂ + β, with μ and σ² over all numbers of one example, and a γ and β for each of them.
///
/// - Shapes: [N, C, H, W] or [N, D]; `weight` γ and `bias` β [C, H, W] or [D].
/// - Start values: γ = 1, β = 0.
/// - Source: Ba, Kiros and Hinton 2016, equation 4; PyTorch `torch.nn.LayerNorm([C, H, W])`.
package struct LayerNorm: GroupedNormalization {
  package static let card = LayerCard(
    name: "layernorm",
    summary: "Centres and scales every example by its own mean and variance.",
    formula: "y = γ x̂ + β,  x̂ = (x − μ) / √(σ² + ε),  μ and σ² over C, H, W",
    derivative:
      "dγ = Σ dy x̂;  dβ = Σ dy;  dx = (γdy − Σ γdy / m − x̂ Σ γdy x̂ / m) / √(σ² + ε)",
    shapes: "[N, C, H, W] or [N, D], unchanged",
    source: "Ba, Kiros and Hinton 2016; PyTorch, torch.nn.LayerNorm",
    parameters: [
      .init("eps", 1e-5, "ε, added to the variance"),
      .init("affine", true, "whether γ and β are learned"),
    ])

  package let arguments: LayerArguments
  package var parameters: NamedTensors
  let epsilon: Double
  private let example: Shape

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    _ = try input.channels()
    example = input.example
    epsilon = try arguments.number("eps", in: 0...1)
    parameters = try affineStart(example, arguments)
  }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    guard try input.channels() > 0, input.example == example else {
      let extents = example.extents.map(String.init).joined(separator: ", ")
      throw ShapeMismatch(needed: "[N, \(extents)]", given: input)
    }
    return input
  }

  func statisticsLayout(for shape: Shape) -> ChannelLayout {
    ChannelLayout(examples: 1, channels: shape[0], inner: shape.example.count)
  }

  func affineLayout(for shape: Shape) -> ChannelLayout {
    ChannelLayout(examples: shape[0], channels: shape.example.count, inner: 1)
  }
}
