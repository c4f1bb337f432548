// Convolution and its gradients, each by the fastest way that serves its sizes.

/// A way to do a convolution and its transposed maps; all overwrite what they write to.
protocol ConvolutionWay {
  var g: ConvolutionGeometry { get }
  /// y = x ⋆ w + bias; bias [O].
  func convolve(_ x: any Numbers, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer)
  /// dx from dy: the transposed map of x ↦ x ⋆ w.
  func inputGradient(_ dy: any Numbers, _ w: FloatBuffer, into dx: FloatBuffer)
  /// dw from dy: the transposed map of w ↦ x ⋆ w.
  func weightGradient(_ x: any Numbers, _ dy: any Numbers, into dw: FloatBuffer)
  /// All that is wanted, where it can be done in one go.
  func gradients(
    _ x: any Numbers, _ dy: any Numbers, _ w: FloatBuffer, into wanted: ConvolutionGradients)
}

/// Where the gradients of a convolution go; nil: not wanted.
package struct ConvolutionGradients {
  package var dx, dw: FloatBuffer?
  /// Σ dy of every output channel.
  package var db: FloatBuffer?

  package init(dx: FloatBuffer? = nil, dw: FloatBuffer? = nil, db: FloatBuffer? = nil) {
    (self.dx, self.dw, self.db) = (dx, dw, db)
  }
}

extension ConvolutionWay {
  func gradients(
    _ x: any Numbers, _ dy: any Numbers, _ w: FloatBuffer, into wanted: ConvolutionGradients
  ) {
    separateGradients(x, dy, w, into: wanted)
  }

  /// One after the other.
  func separateGradients(
    _ x: any Numbers, _ dy: any Numbers, _ w: FloatBuffer, into wanted: ConvolutionGradients
  ) {
    if let dx = wanted.dx { inputGradient(dy, w, into: dx) }
    if let dw = wanted.dw { weightGradient(x, dy, into: dw) }
    if let db = wanted.db { sumChannels(of: dy, into: db) }
  }

  private func sumChannels(of dy: any Numbers, into db: FloatBuffer) {
    let pixels = g.outHeight * g.outWidth
    let isLast = g.order == .channelsLast
    let sums = channelSums(
      dy.whole, examples: isLast ? g.batch * pixels : g.batch, channels: g.outChannels,
      inner: isLast ? 1 : pixels)
    for channel in 0..<g.outChannels { db.pointer[channel] = Float(sums[channel]) }
  }
}

extension WinogradConvolution: ConvolutionWay {}
extension ChannelsLastConvolution: ConvolutionWay {}
extension UnfoldedConvolution: ConvolutionWay {}

/// The plain loops, with the sizes given beforehand.
private struct PlainConvolution: ConvolutionWay {
  let g: ConvolutionGeometry

  func convolve(_ x: any Numbers, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer) {
    ReferenceConvolution.convolve(x.whole, w, bias: bias, into: y, g)
  }

  func inputGradient(_ dy: any Numbers, _ w: FloatBuffer, into dx: FloatBuffer) {
    ReferenceConvolution.inputGradient(dy.whole, w, into: dx, g)
  }

  func weightGradient(_ x: any Numbers, _ dy: any Numbers, into dw: FloatBuffer) {
    ReferenceConvolution.weightGradient(x.whole, dy.whole, into: dw, g)
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
  _ x: any Numbers, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer,
  _ g: ConvolutionGeometry
) {
  g.way.convolve(x, w, bias: bias, into: y)
}

/// The transposed maps of x ↦ x ⋆ w and w ↦ x ⋆ w at dy, as far as they are wanted; overwritten.
package func convolveGradients(
  _ x: any Numbers, _ dy: any Numbers, _ w: FloatBuffer, into wanted: ConvolutionGradients,
  _ g: ConvolutionGeometry
) {
  g.way.gradients(x, dy, w, into: wanted)
}
