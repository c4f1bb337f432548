// Maps of x [examples, channels, inner] whose coefficients belong to the channels, in Float64.

import CKernels

/// y = scale[c] · x + shift[c]; y is none of the operands.
package func channelAffine(
  _ x: FloatBuffer, scale: [Double], shift: [Double], into y: FloatBuffer,
  examples: Int, channels: Int, inner: Int
) {
  precondition(x.count == examples * channels * inner && y.count == x.count && x !== y)
  precondition(scale.count == channels && shift.count == channels)
  forExamples(examples, size: channels * inner) { start, count in
    channel_affine(x.pointer + start, scale, shift, y.pointer + start, count, channels, inner)
  }
}

/// y = a[c] · x + b[c] · z + c[c]; y is none of the operands.
package func channelCombine(
  _ x: FloatBuffer, _ z: FloatBuffer, a: [Double], b: [Double], c: [Double], into y: FloatBuffer,
  examples: Int, channels: Int, inner: Int
) {
  precondition(x.count == examples * channels * inner && z.count == x.count && y.count == x.count)
  precondition(a.count == channels && b.count == channels && c.count == channels)
  precondition(x !== y && z !== y)
  forExamples(examples, size: channels * inner) { start, count in
    channel_combine(
      x.pointer + start, z.pointer + start, a, b, c, y.pointer + start, count, channels, inner)
  }
}

/// Visits examples in ranges worth a thread: the first's index, and how many they are.
private func forExamples(_ examples: Int, size: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
  Threads.forEachRange(of: examples, grain: max(1, (1 << 15) / max(1, size))) { examples in
    body(examples.lowerBound * size, examples.count)
  }
}
