// How images lie in memory: each channel's pixels together, or each pixel's channels.

import CKernels

/// The order of the numbers of [N, C, H, W] in memory (PyTorch's memory format).
package enum MemoryOrder: Sendable {
  /// As the shape says: W innermost.
  case rowMajor
  /// [N, H, W, C].
  case channelsLast

  /// The order in which a convolution to `channels` works fastest: channels that fill whole vectors
  /// lie together.
  package static func fastest(forOutputs channels: Int) -> MemoryOrder {
    channels.isMultiple(of: Int(ChannelPadding)) ? .channelsLast : .rowMajor
  }
}

/// Copies x [examples, channels, inner] from one order to the other; `depth` is how many channels
/// there is room for in each pixel of the order with channels last, those added being 0.
package func reorder(
  _ x: FloatBuffer, to order: MemoryOrder, into y: FloatBuffer, examples: Int, channels: Int,
  inner: Int, depth: Int? = nil
) {
  let depth = depth ?? channels
  let (plain, deep) = order == .channelsLast ? (x, y) : (y, x)
  precondition(plain.count == examples * channels * inner && deep.count == examples * depth * inner)
  let vectors = WinogradConvolution.Vectors.widest.rawValue
  let (from, to) = (x.count / max(1, examples), y.count / max(1, examples))
  Threads.forEachRange(of: examples, grain: max(1, (1 << 15) / max(1, depth * inner))) { range in
    for example in range {
      // SAFETY: every example has a place of its own in both buffers.
      let (source, target) = (x.pointer + example * from, y.pointer + example * to)
      switch order {
      case .channelsLast: pack_channels(vectors, source, channels, inner, depth, target)
      case .rowMajor: unpack_channels(vectors, source, channels, inner, depth, target)
      }
    }
  }
}

/// Copies `count` runs of numbers, as many of each as both runs have; the rest of the target is 0.
func resizeRuns(_ x: FloatBuffer, into y: FloatBuffer, count: Int) {
  guard count > 0 else { return }
  let (from, to) = (x.count / count, y.count / count)
  Threads.forEachRange(of: count, grain: max(1, (1 << 15) / max(1, to))) { range in
    for run in range {
      let target = y.pointer + run * to
      target.update(from: x.pointer + run * from, count: min(from, to))
      if to > from { (target + from).update(repeating: 0, count: to - from) }
    }
  }
}
