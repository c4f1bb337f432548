// Instance normalization: every channel of every example is centred and scaled by itself.

package import Tensors

/// y = γ x̂ + β, with μ and σ² over the H·W numbers of one channel of one example.
///
/// - Shapes: [N, C, H, W], H·W ≥ 2; `weight` γ and `bias` β [C] if affine.
/// - Start values: γ = 1, β = 0.
/// - Source: Ulyanov, Vedaldi and Lempitsky 2016; PyTorch `torch.nn.InstanceNorm2d`.
package struct InstanceNorm: GroupedNormalization {
  package static let card = LayerCard(
    name: "instancenorm",
    summary: "Centres and scales every channel of every example by itself.",
    formula: "y = γ x̂ + β,  x̂ = (x − μ) / √(σ² + ε),  μ and σ² over H, W",
    derivative:
      "dγ = Σ dy x̂;  dβ = Σ dy;  dx = γ / √(σ² + ε) · (dy − Σ dy / m − x̂ Σ dy x̂ / m)",
    shapes: "[N, C, H, W], unchanged",
    source: "Ulyanov, Vedaldi and Lempitsky 2016; PyTorch, torch.nn.InstanceNorm2d",
    parameters: [
      .init("eps", 1e-5, "ε, added to the variance"),
      .init("affine", false, "whether γ and β are learned"),
    ])

  package let arguments: LayerArguments
  package var parameters: NamedTensors
  let epsilon: Double
  private let channels: Int

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    channels = try input.imageChannels()
    epsilon = try arguments.number("eps", in: 0...1)
    parameters = try affineStart([channels], arguments)
  }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    guard try input.imageChannels() == channels else {
      throw ShapeMismatch(needed: "[N, \(channels), H, W]", given: input)
    }
    guard input[2] * input[3] > 1 else {
      throw ShapeMismatch(
        needed: "more than 1 value per channel and example", given: input,
        advice: "layernorm, or a place where the image is larger")
    }
    return input
  }

  func statisticsLayout(for shape: Shape) -> ChannelLayout { .planes(of: shape) }

  func affineLayout(for shape: Shape) -> ChannelLayout { .channels(of: shape) }
}
