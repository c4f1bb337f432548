// Convolution with 3 × 3 windows by minimal filtering, cut into units of tile rows.

import CKernels

/// The fast way for 3 × 3 windows, stride 1, padding 1: four times fewer multiplications.
package struct WinogradConvolution {
  /// The kinds of vectors that the loops were compiled for, from those that any processor has.
  package enum Vectors: Int32, CaseIterable {
    case plain, of256Bits, of512Bits

    package static let widest = Vectors(rawValue: widest_vectors()) ?? .plain
  }

  let g: ConvolutionGeometry
  let vectors: Int32

  /// Nil if the geometry wants another way.
  package init?(_ geometry: ConvolutionGeometry, vectors: Vectors = .widest) {
    let serves =
      geometry.kernelHeight == 3 && geometry.kernelWidth == 3 && geometry.stride == 1
      && geometry.padding == 1 && geometry.dilation == 1 && geometry.groups == 1
      && geometry.inputCount > 0 && geometry.outputCount > 0
    guard serves else { return nil }
    g = geometry
    self.vectors = min(vectors, .widest).rawValue
  }

  var shape: WinogradShape {
    WinogradShape(
      in_channels: g.inChannels, out_channels: g.outChannels, height: g.height, width: g.width)
  }

  /// The input gradient is a convolution of dy with the turned weights.
  var adjointShape: WinogradShape {
    WinogradShape(
      in_channels: g.outChannels, out_channels: g.inChannels, height: g.height, width: g.width)
  }

  /// y = x ⋆ w + bias
  package func convolve(
    _ x: any Numbers, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer,
    then epilogue: Epilogue? = nil
  ) {
    g.check(x: x, w: w, bias: bias, y: y)
    run(shape, x, w, adjoint: false, bias: bias, into: y, then: epilogue)
  }

  /// dx = dy ⋆ turned w
  package func inputGradient(_ dy: any Numbers, _ w: FloatBuffer, into dx: FloatBuffer) {
    g.check(x: dx, w: w, y: dy)
    run(adjointShape, dy, w, adjoint: true, bias: nil, into: dx)
  }

  private func run(
    _ shape: WinogradShape, _ x: any Numbers, _ w: FloatBuffer, adjoint: Bool,
    bias: FloatBuffer?, into y: FloatBuffer, then epilogue: Epilogue? = nil
  ) {
    let filtered = filtered(w, shape, adjoint: adjoint)
    let (x, bias) = (
      pixels(of: x, channels: shape.in_channels), bias.map { padded($0, shape.out_channels) }
    )
    let isReady = isReady(shape.out_channels)
    let result =
      isReady ? y : FloatBuffer(count: g.pixelCount * Self.padded(shape.out_channels))
    let epilogue = visiting(epilogue, channels: shape.out_channels)
    let bands = x is DeferredNumbers || epilogue != nil ? wholeExamples : units
    Threads.forEach(piece: bands.count) { index in
      var part: FloatBuffer?
      let scratch = FloatBuffer(count: winograd_scratch_count(shape, unitRows))
      withPart(of: x, bands[index], scratch: &part) { x in
        convolve(bands[index], shape, x, filtered, bias, into: result, scratch, epilogue)
      }
    }
    if !isReady { take(result, channels: shape.out_channels, into: y) }
  }

  /// One band of y = x ⋆ w + bias, given the pixels of its examples, and what is to be done with it.
  func convolve(
    _ band: Band, _ shape: WinogradShape, _ x: UnsafePointer<Float>, _ filtered: FloatBuffer,
    _ bias: FloatBuffer?, into y: FloatBuffer, _ scratch: FloatBuffer, _ epilogue: Epilogue?,
    ready: Epilogue.Ready? = nil
  ) {
    let pixels = g.height * g.width
    let target = y.pointer + band.examples.lowerBound * pixels * Self.padded(shape.out_channels)
    // SAFETY: the sizes were checked on entry, and no two bands share a row of y.
    for rows in band.units {
      winograd_convolve(
        vectors, shape, x, filtered.pointer, bias?.pointer, target, rows.lowerBound, rows.count,
        scratch.pointer)
    }
    epilogue?.visit(
      band.examples.lowerBound * pixels..<band.examples.upperBound * pixels, target, ready: ready)
  }

  /// The epilogue, if it can visit what a band writes.
  func visiting(_ epilogue: Epilogue?, channels: Int) -> Epilogue? {
    guard let epilogue, isReady(channels),
      epilogue.goes(by: g.height * g.width, of: channels)
    else { return nil }
    return epilogue
  }

  /// Filtered weights, as the products want them.
  func filtered(_ w: FloatBuffer, _ shape: WinogradShape, adjoint: Bool) -> FloatBuffer {
    let filtered = FloatBuffer(count: winograd_filtered_count(shape))
    forEachChannel(of: shape) { channels in
      winograd_filter(
        vectors, shape, w.pointer, adjoint ? 1 : 0, filtered.pointer, channels.lowerBound,
        channels.count)
    }
    return filtered
  }

  // ---- The loops want pixels of whole vectors of channels.

  static func padded(_ channels: Int) -> Int {
    let padding = Int(ChannelPadding)
    return (channels + padding - 1) / padding * padding
  }

  func isReady(_ channels: Int) -> Bool {
    g.order == .channelsLast && channels == Self.padded(channels)
  }

  func pixels(of x: any Numbers, channels: Int) -> any Numbers {
    if isReady(channels) { return x }
    let depth = Self.padded(channels)
    let result = FloatBuffer(count: g.pixelCount * depth)
    switch g.order {
    case .rowMajor:
      reorder(
        x.whole, to: .channelsLast, into: result, examples: g.batch, channels: channels,
        inner: g.height * g.width, depth: depth)
    case .channelsLast: resizeRuns(x.whole, into: result, count: g.pixelCount)
    }
    return result
  }

  private func take(_ pixels: FloatBuffer, channels: Int, into y: FloatBuffer) {
    switch g.order {
    case .rowMajor:
      reorder(
        pixels, to: .rowMajor, into: y, examples: g.batch, channels: channels,
        inner: g.height * g.width, depth: Self.padded(channels))
    case .channelsLast: resizeRuns(pixels, into: y, count: g.pixelCount)
    }
  }

  private func padded(_ bias: FloatBuffer, _ channels: Int) -> FloatBuffer {
    let result = FloatBuffer(count: Self.padded(channels))
    resizeRuns(bias, into: result, count: 1)
    return result
  }

  /// Ranges of input channels of which each is worth a thread.
  func forEachChannel(of shape: WinogradShape, _ body: (Range<Int>) -> Void) {
    Threads.forEachRange(
      of: shape.in_channels, grain: max(1, (1 << 13) / shape.out_channels), body)
  }
}

extension WinogradConvolution.Vectors: Comparable {
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
