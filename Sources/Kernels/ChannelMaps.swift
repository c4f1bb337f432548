// Maps of x [examples, channels, inner] whose coefficients belong to the channels.

/// y = scale[c] · x + shift[c]
package func channelAffine(
  _ x: FloatBuffer, scale: [Float], shift: [Float], into y: FloatBuffer,
  examples: Int, channels: Int, inner: Int
) {
  precondition(x.count == examples * channels * inner && y.count == x.count)
  precondition(scale.count == channels && shift.count == channels)
  forEachRun(examples, channels, inner) { channel, numbers in
    let (scale, shift) = (scale[channel], shift[channel])
    for i in numbers { y.pointer[i] = scale * x.pointer[i] + shift }
  }
}

/// y = a[c] · x + b[c] · z + c[c]
package func channelCombine(
  _ x: FloatBuffer, _ z: FloatBuffer, a: [Float], b: [Float], c: [Float], into y: FloatBuffer,
  examples: Int, channels: Int, inner: Int
) {
  precondition(x.count == examples * channels * inner && z.count == x.count && y.count == x.count)
  precondition(a.count == channels && b.count == channels && c.count == channels)
  forEachRun(examples, channels, inner) { channel, numbers in
    let (a, b, c) = (a[channel], b[channel], c[channel])
    for i in numbers { y.pointer[i] = a * x.pointer[i] + b * z.pointer[i] + c }
  }
}

/// Visits the runs of numbers that have one channel in common.
@inline(__always) private func forEachRun(
  _ examples: Int, _ channels: Int, _ inner: Int,
  _ body: (_ channel: Int, _ numbers: Range<Int>) -> Void
) {
  let size = channels * inner
  Threads.forEachRange(of: examples, grain: max(1, (1 << 15) / max(1, size))) { examples in
    for example in examples {
      for channel in 0..<channels {
        let start = example * size + channel * inner
        body(channel, start..<start + inner)
      }
    }
  }
}
