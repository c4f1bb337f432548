// Centred and scaled numbers: the heart of every normalization, with its derivative.

import Kernels
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
    let (means, squares) = x.channelMoments(layout)
    self.init(layout, means: means, squares: squares, epsilon: epsilon)
  }

  /// With the mean and Σ (x − mean)² of every channel.
  init(_ layout: ChannelLayout, means: [Double], squares: [Double], epsilon: Double) {
    let count = Double(layout.sharing)
    self.init(layout, mean: means, variance: squares.map { $0 / count }, epsilon: epsilon)
  }

  /// γ x̂ + β, with one γ and one β a channel.
  func normalized(_ x: Tensor, gain: [Double]? = nil, shift: [Double]? = nil) -> Tensor {
    x.mapped(by: affine(gain: gain, shift: shift), layout)
  }

  /// γ x̂ + β = γ r (x − μ) + β.
  func affine(gain: [Double]?, shift: [Double]?) -> ChannelAffine {
    ChannelAffine(
      center: mean, scale: zip(scale, gain ?? ones).map { $0 * $1 }, shift: shift ?? zeros)
  }

  /// Σ v and Σ v ⊙ x̂ over each channel.
  func moments(of v: Tensor, at x: Tensor) -> Moments {
    let sums = v.channelSums(layout)
    return moments(sums: sums, products: v.channelProducts(with: x, layout))
  }

  /// Σ v and Σ v ⊙ x̂ from Σ v and Σ v ⊙ x.
  func moments(sums: [Double], products: [Double]) -> Moments {
    Moments(
      sums: sums,
      products: mean.indices.map { scale[$0] * (products[$0] - mean[$0] * sums[$0]) })
  }

  struct Moments {
    var sums: [Double]
    var products: [Double]
  }

  /// γ J v = γ r (v − Σv/m − x̂ Σ(v ⊙ x̂)/m), where `moments` are those of v.
  func derivative(_ v: Tensor, at x: Tensor, _ moments: Moments, gain: [Double]? = nil) -> Tensor {
    guard layout.sharing <= Self.few else {
      return v.mapped(by: derivative(moments, gain: gain), with: x, layout)
    }
    let (ofV, ofX, constant) = terms(moments, gain: gain)
    return v.channelCombinedExactly(
      with: x, scale: ofV, otherScale: ofX,
      shift: constant.indices.map { constant[$0] - ofX[$0] * mean[$0] }, layout)
  }

  /// Of so few numbers a channel the derivative leaves almost nothing (of two, only what ε does):
  /// statistics, or terms, rounded to Float32 would drown it.
  static let few = 16

  /// γ J v as a map of v and x.
  func derivative(_ moments: Moments, gain: [Double]?) -> ChannelCombination {
    let (ofV, ofX, constant) = terms(moments, gain: gain)
    return ChannelCombination(a: ofV, b: ofX, center: mean, shift: constant)
  }

  /// γ J v = ofV · v + ofX · (x − μ) + constant.
  private func terms(
    _ moments: Moments, gain: [Double]?
  ) -> (ofV: [Double], ofX: [Double], constant: [Double]) {
    let count = Double(layout.sharing)
    let gain = gain ?? ones
    var (ofV, ofX, constant) = (zeros, zeros, zeros)
    for channel in mean.indices {
      let outer = gain[channel] * scale[channel]
      ofV[channel] = outer
      // −x̂ Σ(v ⊙ x̂)/m = −r Σ(v ⊙ x̂)/m · (x − μ)
      ofX[channel] = -outer * scale[channel] * moments.products[channel] / count
      // −Σv/m
      constant[channel] = -outer * moments.sums[channel] / count
    }
    return (ofV, ofX, constant)
  }

  /// γ r v: the Jacobian where μ and σ² do not depend on x.
  func scaled(_ v: Tensor, gain: [Double]? = nil) -> Tensor {
    let scale = zip(scale, gain ?? ones).map { $0 * $1 }
    return v.mapped(by: ChannelAffine(scale: scale, shift: zeros), layout)
  }

  private var ones: [Double] { Array(repeating: 1, count: mean.count) }
  private var zeros: [Double] { Array(repeating: 0, count: mean.count) }
}
