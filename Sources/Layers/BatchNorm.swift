// Batch normalization: every channel is centred and scaled by the statistics of the batch.

package import Tensors

/// y = γ x̂ + β, x̂ = (x − μ)/√(σ² + ε), with one μ and σ² for all m = N·H·W numbers of a channel.
/// In training they are the mean and the biased variance of the batch, and the derivatives go
/// through them; in evaluation they are the running statistics, which are constants.
///
/// - Shapes: [N, C, H, W] or [N, C], m ≥ 2; `weight` γ [C], `bias` β [C],
///   `running_mean` [C], `running_var` [C].
/// - Start values: γ = 1, β = 0, running mean 0, running variance 1.
/// - Memo: `mean` μ and `variance` σ², as used.
/// - Source: Ioffe and Szegedy 2015, algorithms 1 and 2; PyTorch `torch.nn.BatchNorm2d`.
package struct BatchNorm: Layer {
  package static let card = LayerCard(
    name: "bn",
    summary: "Centres and scales every channel by the statistics of the batch.",
    formula: "y = γ x̂ + β,  x̂ = (x − μ) / √(σ² + ε),  μ and σ² over N, H, W",
    derivative:
      "dγ = Σ dy x̂;  dβ = Σ dy;  dx = γ / √(σ² + ε) · (dy − Σ dy / m − x̂ Σ dy x̂ / m)",
    shapes: "[N, C, H, W] or [N, C], unchanged",
    source: "Ioffe and Szegedy 2015; PyTorch, torch.nn.BatchNorm2d",
    parameters: [
      .init("momentum", 0.1, "share of the batch in the running statistics"),
      .init("eps", 1e-5, "ε, added to the variance"),
      .init("affine", true, "whether γ and β are learned"),
    ])

  package let arguments: LayerArguments
  package var parameters: NamedTensors
  package var buffers: NamedTensors
  private let channels: Int
  private let momentum: Float
  let epsilon: Double

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    channels = try input.channels()
    momentum = Float(try arguments.number("momentum", in: 0...1))
    epsilon = try arguments.number("eps", in: 0...1)
    parameters = try affineStart([channels], arguments)
    buffers = NamedTensors([
      ("running_mean", .zeros([channels])), ("running_var", Tensor(repeating: 1, [channels])),
    ])
  }

  package func coupling(in phase: Phase) -> Coupling { phase == .training ? .batch : .element }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    guard try input.channels() == channels else {
      throw ShapeMismatch(needed: input.words(channels: channels), given: input)
    }
    guard ChannelLayout.channels(of: input).sharing > 1 else {
      throw ShapeMismatch(
        needed: "more than 1 value per channel when training", given: input,
        advice: "a larger batch")
    }
    return input
  }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let layout = ChannelLayout.channels(of: working.shape)
    let channel = element / layout.inner % channels
    let statistics: (mean: Quantity, variance: Quantity)
    switch working.phase {
    case .training:
      statistics = working.moments(group: channel, count: layout.sharing) { number in
        (number / layout.inner * channels + channel) * layout.inner + number % layout.inner
      }
    case .evaluation:
      statistics = (
        working["running_mean"]?[channel] ?? Quantity(0),
        working["running_var"]?[channel] ?? Quantity(1)
      )
    }
    return working.normalized(
      working.x[element], mean: statistics.mean, variance: statistics.variance,
      epsilon: epsilon, parameter: channel)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    let statistics = statistics(at: x, phase: phase)
    // y = γ x̂ + β
    return Pass(
      input: x, output: statistics.normalized(x, gain: gain, shift: shift),
      memo: memo(of: statistics), phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    var result = Cotangent(input: nil)
    let (x, statistics) = (pass.input, statistics(of: pass))
    let moments = statistics.moments(of: dy, at: x)
    if wanted.contains(.input) {
      result.input =
        switch pass.phase {
        // dx = γ r (dy − Σ dy / m − x̂ Σ dy x̂ / m)
        case .training: statistics.derivative(dy, at: x, moments, gain: gain)
        // dx = γ r dy
        case .evaluation: statistics.scaled(dy, gain: gain)
        }
    }
    if wanted.contains(.parameters) { result.parameters = gradients(moments) }
    return result
  }

  func gradients(_ moments: Standardization.Moments) -> NamedTensors {
    guard !parameters.isEmpty else { return NamedTensors() }
    return NamedTensors([
      // dγ = Σ dy x̂
      ("weight", Tensor([channels], moments.products)),
      // dβ = Σ dy
      ("bias", Tensor([channels], moments.sums)),
    ])
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    let (x, statistics) = (pass.input, statistics(of: pass))
    var dy =
      switch pass.phase {
      // dy = γ r (dx − Σ dx / m − x̂ Σ dx x̂ / m): the same, for the Jacobian is symmetric
      case .training:
        statistics.derivative(dx, at: x, statistics.moments(of: dx, at: x), gain: gain)
      // dy = γ r dx
      case .evaluation: statistics.scaled(dx, gain: gain)
      }
    // + dγ x̂ + dβ
    if !dp.isEmpty {
      let none = [Double](repeating: 0, count: channels)
      dy += statistics.normalized(
        x, gain: dp["weight"]?.doubles ?? none, shift: dp["bias"]?.doubles ?? none)
    }
    return dy
  }

  package func squaredJacobian(at pass: Pass) -> Double? {
    // ‖J‖² = Σ σ²
    singularValues(at: pass)?.reduce(0) { $0 + Double($1.count) * $1.value * $1.value }
  }

  package func singularValues(at pass: Pass) -> [(value: Double, count: Int)]? {
    guard pass.phase == .training else { return nil }
    // J = γ r (I − 1 1ᵀ/m − x̂ x̂ᵀ/m) is symmetric, and x̂ ⟂ 1: with s = x̂ᵀx̂/m = 1 − ε r²,
    // σ = 0 along 1, |γ| r (1 − s) along x̂, and |γ| r in all other directions
    let statistics = statistics(of: pass)
    let gain = gain ?? Array(repeating: 1, count: channels)
    return zip(gain, statistics.scale).flatMap { gain, scale in
      let value = abs(gain) * scale
      return [
        (value, statistics.layout.sharing - 2), (value * epsilon * scale * scale, 1), (0, 1),
      ]
    }
  }

  /// running ← (1 − momentum) · running + momentum · batch, with the unbiased variance σ² m/(m−1).
  package mutating func absorb(_ pass: Pass) {
    guard pass.phase == .training, let mean = pass.memo["mean"],
      let variance = pass.memo["variance"]
    else { return }
    let count = Float(ChannelLayout.channels(of: pass.input.shape).sharing)
    let unbiased = (count / max(1, count - 1)) * variance
    buffers.updateEach { name, running in
      running = (1 - momentum) * running + momentum * (name == "running_mean" ? mean : unbiased)
    }
  }

  /// γ.
  var gain: [Double]? { parameters["weight"]?.doubles }
  /// β.
  var shift: [Double]? { parameters["bias"]?.doubles }

  /// μ and σ² to use for x.
  func statistics(at x: Tensor, phase: Phase) -> Standardization {
    let layout = ChannelLayout.channels(of: x.shape)
    return switch phase {
    case .training: Standardization(measuring: x, layout, epsilon: epsilon)
    case .evaluation: given(layout, buffers["running_mean"], buffers["running_var"])
    }
  }

  func memo(of statistics: Standardization) -> NamedTensors {
    NamedTensors([
      ("mean", Tensor([channels], statistics.mean)),
      ("variance", Tensor([channels], statistics.variance)),
    ])
  }

  func statistics(of pass: Pass) -> Standardization {
    let layout = ChannelLayout.channels(of: pass.input.shape)
    if pass.phase == .training, layout.sharing <= Standardization.few {
      return Standardization(measuring: pass.input, layout, epsilon: epsilon)
    }
    return given(layout, pass.memo["mean"], pass.memo["variance"])
  }

  private func given(
    _ layout: ChannelLayout, _ mean: Tensor?, _ variance: Tensor?
  ) -> Standardization {
    let none = [Double](repeating: 0, count: channels)
    return Standardization(
      layout, mean: mean?.doubles ?? none, variance: variance?.doubles ?? none, epsilon: epsilon)
  }
}
