// What layer, instance and group normalization share: statistics within each example.

import Kernels
import Tensors

/// y = γ x̂ + β, x̂ = (x − μ)/√(σ² + ε), with μ and σ² over parts of one example. There are no
/// running statistics, so training and evaluation are the same.
///
/// - Memo: `mean` μ and `variance` σ², [N, parts].
protocol GroupedNormalization: Layer {
  var epsilon: Double { get }
  /// Which numbers share μ and σ².
  func statisticsLayout(for shape: Shape) -> ChannelLayout
  /// Which numbers share γ and β.
  func affineLayout(for shape: Shape) -> ChannelLayout
}

extension GroupedNormalization {
  package func coupling(in phase: Phase) -> Coupling { .example }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let layout = statisticsLayout(for: working.shape)
    let affine = affineLayout(for: working.shape)
    let group = element / layout.inner
    let statistics = working.moments(group: group, count: layout.inner) {
      group * layout.inner + $0
    }
    return working.normalized(
      working.x[element], mean: statistics.mean, variance: statistics.variance,
      epsilon: epsilon, parameter: element / affine.inner % affine.channels)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    let statistics = Standardization(
      measuring: x, statisticsLayout(for: x.shape), epsilon: epsilon)
    let parts: Shape = [x.shape[0], statistics.mean.count / x.shape[0]]
    var y = statistics.normalized(x)
    if let gain = parameters["weight"], let shift = parameters["bias"] {
      // y = γ x̂ + β
      y = y.mapped(
        by: ChannelAffine(scale: gain.doubles, shift: shift.doubles), affineLayout(for: x.shape))
    }
    return Pass(
      input: x, output: y,
      memo: NamedTensors([
        ("mean", Tensor(parts, statistics.mean)), ("variance", Tensor(parts, statistics.variance)),
      ]),
      phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    var result = Cotangent(input: nil)
    let (x, statistics) = (pass.input, statistics(of: pass))
    let affine = affineLayout(for: x.shape)
    if wanted.contains(.input) {
      // dx̂ = γ dy
      let dxHat = scaled(dy, affine)
      // dx = r (dx̂ − Σ dx̂ / m − x̂ Σ dx̂ x̂ / m)
      result.input = statistics.derivative(dxHat, at: x, statistics.moments(of: dxHat, at: x))
    }
    if wanted.contains(.parameters), let gain = parameters["weight"] {
      // dγ = Σ dy x̂
      result.parameters["weight"] = Tensor(
        gain.shape, dy.channelProducts(with: statistics.normalized(x), affine))
      // dβ = Σ dy
      result.parameters["bias"] = Tensor(gain.shape, dy.channelSums(affine))
    }
    return result
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    let (x, statistics) = (pass.input, statistics(of: pass))
    let affine = affineLayout(for: x.shape)
    // dx̂ = r (dx − Σ dx / m − x̂ Σ dx x̂ / m)
    let dxHat = statistics.derivative(dx, at: x, statistics.moments(of: dx, at: x))
    // dy = γ dx̂
    var dy = scaled(dxHat, affine)
    // + dγ x̂ + dβ
    if !dp.isEmpty {
      let none = [Double](repeating: 0, count: affine.channels)
      let map = ChannelAffine(
        scale: dp["weight"]?.doubles ?? none, shift: dp["bias"]?.doubles ?? none)
      dy += statistics.normalized(x).mapped(by: map, affine)
    }
    return dy
  }

  /// γ v.
  private func scaled(_ v: Tensor, _ affine: ChannelLayout) -> Tensor {
    guard let gain = parameters["weight"] else { return v }
    let none = [Double](repeating: 0, count: gain.count)
    return v.mapped(by: ChannelAffine(scale: gain.doubles, shift: none), affine)
  }

  private func statistics(of pass: Pass) -> Standardization {
    let layout = statisticsLayout(for: pass.input.shape)
    let none = [Double](repeating: 0, count: layout.channels)
    return Standardization(
      layout, mean: pass.memo["mean"]?.doubles ?? none,
      variance: pass.memo["variance"]?.doubles ?? none, epsilon: epsilon)
  }
}
