// Sums over channels and affine maps of channels: what normalization is made of.
//
// Everywhere x is [examples, channels, inner]. Sums are in Float64, and each is added up in one
// order whatever the number of threads.

import CKernels

/// Σ x over each channel.
package func channelSums(
  _ x: FloatBuffer, examples: Int, channels: Int, inner: Int
) -> [Double] {
  let layout = Layout(examples: examples, channels: channels, inner: inner, counts: x.count)
  return layout.sums(
    ofRuns: { _, start, length in sum_of(x.pointer + start, length) },
    ofElements: { _, index in Double(x.pointer[index]) })
}

/// Σ x · y over each channel.
package func channelProducts(
  _ x: FloatBuffer, _ y: FloatBuffer, examples: Int, channels: Int, inner: Int
) -> [Double] {
  let layout = Layout(
    examples: examples, channels: channels, inner: inner, counts: x.count, y.count)
  return layout.sums(
    ofRuns: { _, start, length in sum_of_products(x.pointer + start, y.pointer + start, length) },
    ofElements: { _, index in Double(x.pointer[index]) * Double(y.pointer[index]) })
}

/// Σ (x − mean)² over each channel, with one mean a channel.
package func channelSquaredDeviations(
  _ x: FloatBuffer, means: [Double], examples: Int, channels: Int, inner: Int
) -> [Double] {
  precondition(means.count == channels)
  let layout = Layout(examples: examples, channels: channels, inner: inner, counts: x.count)
  return layout.sums(
    ofRuns: { channel, start, length in
      sum_of_squared_deviations(x.pointer + start, means[channel], length)
    },
    ofElements: { channel, index in
      let deviation = Double(x.pointer[index]) - means[channel]
      return deviation * deviation
    })
}

/// y = scale · x + shift, with one scale and one shift a channel.
package func channelAffine(
  _ x: FloatBuffer, scale: [Float], shift: [Float], into y: FloatBuffer,
  examples: Int, channels: Int, inner: Int
) {
  precondition(scale.count == channels && shift.count == channels)
  let layout = Layout(
    examples: examples, channels: channels, inner: inner, counts: x.count, y.count)
  let (source, target) = (UnsafePointer(x.pointer), y.pointer)
  layout.forEachRun { channel, run in
    let (scale, shift) = (scale[channel], shift[channel])
    for index in run { target[index] = scale * source[index] + shift }
  }
}

/// z = a · x + b · y + c, with one of each a channel.
package func channelCombine(
  _ x: FloatBuffer, _ y: FloatBuffer, _ a: [Float], _ b: [Float], _ c: [Float],
  into z: FloatBuffer, examples: Int, channels: Int, inner: Int
) {
  precondition(a.count == channels && b.count == channels && c.count == channels)
  let layout = Layout(
    examples: examples, channels: channels, inner: inner, counts: x.count, y.count, z.count)
  let (left, right, target) = (UnsafePointer(x.pointer), UnsafePointer(y.pointer), z.pointer)
  layout.forEachRun { channel, run in
    let (a, b, c) = (a[channel], b[channel], c[channel])
    for index in run { target[index] = a * left[index] + b * right[index] + c }
  }
}

/// Where the numbers of a channel lie: runs of `inner`, one an example.
private struct Layout {
  let examples, channels, inner: Int

  /// Shorter runs are summed across channels, the way they lie in memory.
  private static let worthACall = 8

  init(examples: Int, channels: Int, inner: Int, counts: Int...) {
    precondition(min(examples, channels, inner) >= 0)
    precondition(counts.allSatisfy { $0 == examples * channels * inner })
    (self.examples, self.channels, self.inner) = (examples, channels, inner)
  }

  /// One sum a channel, by runs or, where runs are short, by elements.
  func sums(
    ofRuns run: (_ channel: Int, _ start: Int, _ length: Int) -> Double,
    ofElements element: (_ channel: Int, _ index: Int) -> Double
  ) -> [Double] {
    if inner >= Self.worthACall {
      let grain = max(1, Threads.grain / (examples * inner + 1))
      return inOrder(channels, grain: grain) { channel in
        (0..<examples).reduce(0) { $0 + run(channel, ($1 * channels + channel) * inner, inner) }
      }
    }
    var sums = [Double](repeating: 0, count: channels)
    for example in 0..<examples {
      for channel in 0..<channels {
        let start = (example * channels + channel) * inner
        for index in start..<start + inner { sums[channel] += element(channel, index) }
      }
    }
    return sums
  }

  /// Visits every run of every channel, on several threads.
  func forEachRun(_ body: (_ channel: Int, _ run: Range<Int>) -> Void) {
    let grain = max(1, Threads.grain / (inner + 1))
    Threads.forEachRange(in: 0..<examples * channels, grain: grain) { runs in
      for run in runs { body(run % channels, run * inner..<(run + 1) * inner) }
    }
  }
}
