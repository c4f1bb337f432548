// Convolution and its two gradients, each by the fastest way that serves its sizes.

/// A way to do a convolution and its transposed maps; all overwrite what they write to.
protocol ConvolutionWay {
  /// y = x ⋆ w + bias; bias [O].
  func convolve(_ x: FloatBuffer, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer)
  /// dx from dy: the transposed map of x ↦ x ⋆ w.
  func inputGradient(_ dy: FloatBuffer, _ w: FloatBuffer, into dx: FloatBuffer)
  /// dw from dy: the transposed map of w ↦ x ⋆ w.
  func weightGradient(_ x: FloatBuffer, _ dy: FloatBuffer, into dw: FloatBuffer)
}

extension WinogradConvolution: ConvolutionWay {}
extension ChannelsLastConvolution: ConvolutionWay {}
extension UnfoldedConvolution: ConvolutionWay {}

/// The plain loops, with the sizes given beforehand.
private struct PlainConvolution: ConvolutionWay {
  let g: ConvolutionGeometry

  func convolve(_ x: FloatBuffer, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer) {
    ReferenceConvolution.convolve(x, w, bias: bias, into: y, g)
  }

  func inputGradient(_ dy: FloatBuffer, _ w: FloatBuffer, into dx: FloatBuffer) {
    ReferenceConvolution.inputGradient(dy, w, into: dx, g)
  }

  func weightGradient(_ x: FloatBuffer, _ dy: FloatBuffer, into dw: FloatBuffer) {
    ReferenceConvolution.weightGradient(x, dy, into: dw, g)
  }
}

extension ConvolutionGeometry {
  /// Windows of 3 × 3 go through minimal filtering, whose rounding error is some ten times that of
  /// plain summation and which spreads a NaN or infinity to the 4 × 4 outputs of every tile it
  /// touches.
  fileprivate var way: any ConvolutionWay {
    if KernelChoice.current == .reference { return PlainConvolution(g: self) }
    if let winograd = WinogradConvolution(self) { return winograd }
    return switch order {
    case .channelsLast: ChannelsLastConvolution(self)
    case .rowMajor: UnfoldedConvolution(self)
    }
  }
}

/// y = x ⋆ w + bias, overwriting y; bias [O].
package func convolve(
  _ x: FloatBuffer, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer,
  _ g: ConvolutionGeometry
) {
  g.way.convolve(x, w, bias: bias, into: y)
}

/// dx from dy: the transposed map of x ↦ x ⋆ w; overwrites dx.
package func convolveInputGradient(
  _ dy: FloatBuffer, _ w: FloatBuffer, into dx: FloatBuffer, _ g: ConvolutionGeometry
) {
  g.way.inputGradient(dy, w, into: dx)
}

/// dw from dy: the transposed map of w ↦ x ⋆ w; overwrites dw.
package func convolveWeightGradient(
  _ x: FloatBuffer, _ dy: FloatBuffer, into dw: FloatBuffer, _ g: ConvolutionGeometry
) {
  g.way.weightGradient(x, dy, into: dw)
}
