// Convolution and its two gradients, each by the fastest way that serves its sizes.

/// y = x ⋆ w + bias, overwriting y; bias [O].
///
/// Windows of 3 × 3 go through minimal filtering, whose rounding error is some ten times that of
/// plain summation and which spreads a NaN or infinity to the 4 × 4 outputs of every tile it touches.
package func convolve(
  _ x: FloatBuffer, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer,
  _ g: ConvolutionGeometry
) {
  if KernelChoice.current == .reference {
    ReferenceConvolution.convolve(x, w, bias: bias, into: y, g)
  } else if let winograd = WinogradConvolution(g) {
    winograd.convolve(x, w, bias: bias, into: y)
  } else if g.order == .channelsLast {
    ChannelsLastConvolution(g).convolve(x, w, bias: bias, into: y)
  } else {
    UnfoldedConvolution(g).convolve(x, w, bias: bias, into: y)
  }
}

/// dx from dy: the transposed map of x ↦ x ⋆ w; overwrites dx.
package func convolveInputGradient(
  _ dy: FloatBuffer, _ w: FloatBuffer, into dx: FloatBuffer, _ g: ConvolutionGeometry
) {
  if KernelChoice.current == .reference {
    ReferenceConvolution.inputGradient(dy, w, into: dx, g)
  } else if let winograd = WinogradConvolution(g) {
    winograd.inputGradient(dy, w, into: dx)
  } else if g.order == .channelsLast {
    ChannelsLastConvolution(g).inputGradient(dy, w, into: dx)
  } else {
    UnfoldedConvolution(g).inputGradient(dy, w, into: dx)
  }
}

/// dw from dy: the transposed map of w ↦ x ⋆ w; overwrites dw.
package func convolveWeightGradient(
  _ x: FloatBuffer, _ dy: FloatBuffer, into dw: FloatBuffer, _ g: ConvolutionGeometry
) {
  if KernelChoice.current == .reference {
    ReferenceConvolution.weightGradient(x, dy, into: dw, g)
  } else if let winograd = WinogradConvolution(g) {
    winograd.weightGradient(x, dy, into: dw)
  } else if g.order == .channelsLast {
    ChannelsLastConvolution(g).weightGradient(x, dy, into: dw)
  } else {
    UnfoldedConvolution(g).weightGradient(x, dy, into: dw)
  }
}
