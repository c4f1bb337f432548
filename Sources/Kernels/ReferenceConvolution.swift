// Convolution and its gradients as plain loops: the definition that fast ways are tested against.

/// Convolution written as its formula, summed in Float64. Slow.
package enum ReferenceConvolution {
  package static func convolve(
    _ x: FloatBuffer, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer,
    _ g: ConvolutionGeometry
  ) {
    var sums = [Double](repeating: 0, count: g.outputCount)
    forEachTerm(g) { i, j, k in sums[k] += Double(x[i]) * Double(w[j]) }
    let plane = g.order == .channelsLast ? 1 : g.outHeight * g.outWidth
    for k in sums.indices {
      y[k] = Float(sums[k] + Double(bias?[k / plane % g.outChannels] ?? 0))
    }
  }

  package static func inputGradient(
    _ dy: FloatBuffer, _ w: FloatBuffer, into dx: FloatBuffer, _ g: ConvolutionGeometry
  ) {
    var sums = [Double](repeating: 0, count: g.inputCount)
    forEachTerm(g) { i, j, k in sums[i] += Double(dy[k]) * Double(w[j]) }
    for i in sums.indices { dx[i] = Float(sums[i]) }
  }

  package static func weightGradient(
    _ x: FloatBuffer, _ dy: FloatBuffer, into dw: FloatBuffer, _ g: ConvolutionGeometry
  ) {
    var sums = [Double](repeating: 0, count: g.weightCount)
    forEachTerm(g) { i, j, k in sums[j] += Double(x[i]) * Double(dy[k]) }
    for j in sums.indices { dw[j] = Float(sums[j]) }
  }

  /// Every product x[i] · w[j] that y[k] is the sum of.
  @inline(__always) private static func forEachTerm(
    _ g: ConvolutionGeometry, _ body: (_ i: Int, _ j: Int, _ k: Int) -> Void
  ) {
    let (pixels, positions) = (g.height * g.width, g.outHeight * g.outWidth)
    let isLast = g.order == .channelsLast
    for n in 0..<g.batch {
      for o in 0..<g.outChannels {
        for c in 0..<g.groupInChannels {
          let channel = o / g.groupOutChannels * g.groupInChannels + c
          for position in 0..<positions {
            let (row, column) = (position / g.outWidth, position % g.outWidth)
            for place in 0..<g.kernelHeight * g.kernelWidth {
              let (k, l) = (place / g.kernelWidth, place % g.kernelWidth)
              let h = row * g.stride + k * g.dilation - g.padding
              let v = column * g.stride + l * g.dilation - g.padding
              guard h >= 0, h < g.height, v >= 0, v < g.width else { continue }
              let pixel = h * g.width + v
              body(
                isLast
                  ? (n * pixels + pixel) * g.inChannels + channel
                  : (n * g.inChannels + channel) * pixels + pixel,
                ((o * g.groupInChannels + c) * g.kernelHeight + k) * g.kernelWidth + l,
                isLast
                  ? (n * positions + position) * g.outChannels + o
                  : (n * g.outChannels + o) * positions + position)
            }
          }
        }
      }
    }
  }
}
