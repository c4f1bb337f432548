// Softmax over the channels of x [examples, channels, inner], many positions at a time.

import CKernels

/// y = eˣ / Σ eˣ over the channels, with x − max x in place of x, so that nothing overflows.
package func softmax(
  _ x: FloatBuffer, into y: FloatBuffer, examples: Int, channels: Int, inner: Int
) {
  precondition(x.count == examples * channels * inner && y.count == x.count && x !== y)
  forEachStrip(examples, channels, inner) { start, first, width in
    softmax_of(x.pointer + start, y.pointer + start, channels, inner, first, width)
  }
}

/// dy = y (dx − Σ y dx), given y = softmax(x): also the transposed map.
package func softmaxSlope(
  _ y: FloatBuffer, to dx: FloatBuffer, into dy: FloatBuffer,
  examples: Int, channels: Int, inner: Int
) {
  precondition(y.count == examples * channels * inner && dx.count == y.count)
  precondition(dy.count == y.count && dy !== y && dy !== dx)
  forEachStrip(examples, channels, inner) { start, first, width in
    softmax_slope(
      y.pointer + start, dx.pointer + start, dy.pointer + start, channels, inner, first, width)
  }
}

/// Visits every example's first index with its strips of positions first ..< first + width.
private func forEachStrip(
  _ examples: Int, _ channels: Int, _ inner: Int,
  _ body: (_ start: Int, _ first: Int, _ width: Int) -> Void
) {
  let widest = SoftmaxStrip
  let strips = (inner + widest - 1) / widest
  let strip = max(1, channels * min(inner, widest))
  Threads.forEachRange(of: examples * strips, grain: max(1, (1 << 15) / strip)) { range in
    for index in range {
      let (example, first) = (index / strips, index % strips * widest)
      body(example * channels * inner, first, min(widest, inner - first))
    }
  }
}
