// Numbers that share a channel: sums and affine maps over them.

package import Kernels

/// Which numbers of a tensor share a channel: number (n·C + c)·I + i belongs to channel c, where n
/// counts examples and i what is inside a channel.
package struct ChannelLayout: Sendable, Equatable {
  package var examples: Int
  package var channels: Int
  package var inner: Int

  package init(examples: Int, channels: Int, inner: Int) {
    self.examples = examples
    self.channels = channels
    self.inner = inner
  }

  /// The channels of [N, C, H, W], or the features of [N, D].
  package static func channels(of shape: Shape) -> ChannelLayout {
    ChannelLayout(examples: shape[0], channels: shape[1], inner: shape.example.example.count)
  }

  /// Each channel of each example for itself.
  package static func planes(of shape: Shape) -> ChannelLayout {
    ChannelLayout(
      examples: 1, channels: shape[0] * shape[1], inner: shape.example.example.count)
  }

  /// How many numbers share one channel.
  package var sharing: Int { examples * inner }
}

extension Tensor {
  /// One number a channel, rounded to Float32.
  package init(_ shape: Shape, _ values: [Double]) { self.init(shape, values.map { Float($0) }) }

  /// All numbers as Float64, copied.
  package var doubles: [Double] { values.map { Double($0) } }

  /// Σ x over each channel.
  package func channelSums(_ layout: ChannelLayout) -> [Double] {
    let x = lying(for: layout)
    return Kernels.channelSums(
      x.storage, examples: layout.examples, channels: layout.channels, inner: layout.inner,
      order: x.order)
  }

  /// Σ x ⊙ y over each channel.
  package func channelProducts(with other: Tensor, _ layout: ChannelLayout) -> [Double] {
    let x = lying(for: layout)
    return Kernels.channelProducts(
      x.storage, other.ordered(x.order).storage, examples: layout.examples,
      channels: layout.channels, inner: layout.inner, order: x.order)
  }

  /// The mean and Σ (x − mean)² of each channel.
  package func channelMoments(_ layout: ChannelLayout) -> (means: [Double], squares: [Double]) {
    let x = lying(for: layout)
    guard x.count > 0, x.order == .channelsLast || layout.inner == 1 else {
      let means = channelSums(layout).map { $0 / Double(layout.sharing) }
      return (means, channelSquaredDeviations(from: means, layout))
    }
    let moments = ColumnMoments(
      RowGroups(examples: layout.examples, inner: layout.inner, columns: layout.channels))
    moments.epilogue.finish(x.storage)
    return moments.moments()
  }

  /// Σ (x − mean)² over each channel.
  package func channelSquaredDeviations(
    from means: [Double], _ layout: ChannelLayout
  ) -> [Double] {
    let x = lying(for: layout)
    // Around a center c near the mean m: Σ(x − m)² = Σ(x − c)² − n (m − c)².
    let centers = means.map { Float($0) }
    let sums = Kernels.channelSquaredDeviations(
      x.storage, around: centers, examples: layout.examples, channels: layout.channels,
      inner: layout.inner, order: x.order)
    return sums.indices.map { channel in
      let offset = means[channel] - Double(centers[channel])
      return max(0, sums[channel] - Double(layout.sharing) * offset * offset)
    }
  }

  /// scale · (x − center) + shift, with one of each a channel.
  package func mapped(by map: ChannelAffine, _ layout: ChannelLayout) -> Tensor {
    let x = lying(for: layout)
    let layout = layout.lying(x.order)
    return Tensor(shape, x.order) {
      apply(map, to: x.storage, into: $0, examples: layout.examples, inner: layout.inner)
    }
  }

  /// a · x + b · (z − center) + shift, with one of each a channel.
  package func mapped(
    by map: ChannelCombination, with z: Tensor, _ layout: ChannelLayout
  ) -> Tensor {
    let x = lying(for: layout)
    let layout = layout.lying(x.order)
    return Tensor(shape, x.order) {
      apply(
        map, to: x.storage, z.ordered(x.order).storage, into: $0, examples: layout.examples,
        inner: layout.inner)
    }
  }

  /// scale · x + otherScale · y + shift, with one of each a channel, in Float64.
  package func channelCombinedExactly(
    with other: Tensor, scale: [Double], otherScale: [Double], shift: [Double],
    _ layout: ChannelLayout
  ) -> Tensor {
    let x = lying(for: layout)
    let layout = layout.lying(x.order)
    return Tensor(shape, x.order) {
      Kernels.channelCombineExactly(
        x.storage, other.ordered(x.order).storage, a: scale, b: otherScale, c: shift, into: $0,
        examples: layout.examples, channels: layout.channels, inner: layout.inner)
    }
  }

  /// The tensor in an order in which the channels of `layout` lie evenly.
  private func lying(for layout: ChannelLayout) -> Tensor {
    order == .channelsLast && layout == .channels(of: shape) ? self : ordered(.rowMajor)
  }
}

extension ChannelLayout {
  /// How the numbers lie in memory: with channels last every pixel is a row of them.
  fileprivate func lying(_ order: MemoryOrder) -> ChannelLayout {
    guard order == .channelsLast else { return self }
    return ChannelLayout(examples: sharing, channels: channels, inner: 1)
  }
}
