// Group normalization: a few channels of one example are centred and scaled together.

package import Tensors

/// y = γ x̂ + β, with μ and σ² over the H·W numbers of C/G channels of one example. One group is
/// layer normalization with a γ a channel; C groups are instance normalization.
///
/// - Shapes: [N, C, H, W] or [N, C]; `weight` γ [C], `bias` β [C].
/// - Start values: γ = 1, β = 0.
/// - Source: Wu and He 2018, equations 1, 2, 7; PyTorch `torch.nn.GroupNorm`.
package struct GroupNorm: GroupedNormalization {
  package static let card = LayerCard(
    name: "groupnorm",
    summary: "Centres and scales groups of channels, within every example.",
    formula: "y = γ x̂ + β,  x̂ = (x − μ) / √(σ² + ε),  μ and σ² over C/G, H, W",
    derivative:
      "dγ = Σ dy x̂;  dβ = Σ dy;  dx = (γdy − Σ γdy / m − x̂ Σ γdy x̂ / m) / √(σ² + ε)",
    shapes: "[N, C, H, W] or [N, C], unchanged",
    source: "Wu and He 2018; PyTorch, torch.nn.GroupNorm",
    parameters: [
      .init("groups", nil, "number of groups G, a divisor of C"),
      .init("eps", 1e-5, "ε, added to the variance"),
      .init("affine", true, "whether γ and β are learned"),
    ])

  package let arguments: LayerArguments
  package var parameters: NamedTensors
  let epsilon: Double
  private let channels: Int
  private let groups: Int

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    channels = try input.channels()
    groups = try arguments.integer("groups")
    guard channels % groups == 0 else {
      throw ArgumentMistake(parameter: "groups", needed: "a divisor of \(channels) channels")
    }
    epsilon = try arguments.number("eps", in: 0...1)
    parameters = try affineStart([channels], arguments)
  }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    guard try input.channels() == channels else {
      throw ShapeMismatch(needed: input.words(channels: channels), given: input)
    }
    return input
  }

  func statisticsLayout(for shape: Shape) -> ChannelLayout {
    ChannelLayout(
      examples: 1, channels: shape[0] * groups, inner: shape.example.count / groups)
  }

  func affineLayout(for shape: Shape) -> ChannelLayout { .channels(of: shape) }
}
