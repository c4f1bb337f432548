// Centred and scaled numbers: the heart of every normalization, with its derivative.

import Tensors

/// x̂ = (x − μ) r, r = 1/√(σ² + ε), where the numbers of one channel of `layout` share μ and σ².
///
/// If μ and σ² are those of x itself, the Jacobian over the m numbers of a channel is
/// J = r (I − 1 1ᵀ/m − x̂ x̂ᵀ/m). It is symmetric, so one function serves vjp and jvp. It projects
/// out the direction 1 and (up to ε) the direction x̂: moving x along them does not change x̂.
struct Standardization {
  let layout: ChannelLayout
  let mean: [Double]
  let variance: [Double]
  /// r = 1/√(σ² + ε).
  let scale: [Double]

  init(_ layout: ChannelLayout, mean: [Double], variance: [Double], epsilon: Double) {
    self.layout = layout
    self.mean = mean
    self.variance = variance
    scale = variance.map { 1 / ($0 + epsilon).squareRoot() }
  }

  /// With the mean and the biased variance of x itself.
  init(measuring x: Tensor, _ layout: ChannelLayout, epsilon: Double) {
    let count = Double(layout.sharing)
    let mean = x.channelSums(layout).map { $0 / count }
    let variance = x.channelSquaredDeviations(from: mean, layout).map { $0 / count }
    self.init(layout, mean: mean, variance: variance, epsilon: epsilon)
  }

  /// γ x̂ + β, with one γ and one β a channel.
  func normalized(_ x: Tensor, gain: [Double]? = nil, shift: [Double]? = nil) -> Tensor {
    let factors = zip(scale, gain ?? ones).map { $0 * $1 }
    let shifts = zip(zip(mean, factors), shift ?? zeros).map { $1 - $0.0 * $0.1 }
    return x.channelAffine(scale: factors, shift: shifts, layout)
  }

  /// Σ v and Σ v ⊙ x̂ over each channel.
  func moments(of v: Tensor, at x: Tensor) -> Moments {
    let sums = v.channelSums(layout)
    let products = v.channelProducts(with: x, layout)
    return Moments(
      sums: sums,
      products: mean.indices.map { scale[$0] * (products[$0] - mean[$0] * sums[$0]) })
  }

  struct Moments {
    var sums: [Double]
    var products: [Double]
  }

  /// γ J v = γ r (v − Σv/m − x̂ Σ(v ⊙ x̂)/m), where `moments` are those of v.
  func derivative(_ v: Tensor, at x: Tensor, _ moments: Moments, gain: [Double]? = nil) -> Tensor {
    let count = Double(layout.sharing)
    let gain = gain ?? ones
    var (ofV, ofX, constant) = (zeros, zeros, zeros)
    for channel in mean.indices {
      let outer = gain[channel] * scale[channel]
      let slope = scale[channel] * moments.products[channel] / count
      ofV[channel] = outer
      // −x̂ Σ(v ⊙ x̂)/m = −slope · (x − μ)
      ofX[channel] = -outer * slope
      // −Σv/m
      constant[channel] = outer * (slope * mean[channel] - moments.sums[channel] / count)
    }
    return v.channelCombined(
      with: x, scale: ofV, otherScale: ofX, shift: constant, layout)
  }

  /// γ r v: the Jacobian where μ and σ² do not depend on x.
  func scaled(_ v: Tensor, gain: [Double]? = nil) -> Tensor {
    v.channelAffine(scale: zip(scale, gain ?? ones).map { $0 * $1 }, shift: zeros, layout)
  }

  private var ones: [Double] { Array(repeating: 1, count: mean.count) }
  private var zeros: [Double] { Array(repeating: 0, count: mean.count) }
}
