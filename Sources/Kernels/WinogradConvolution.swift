// Convolution with 3 × 3 windows by minimal filtering, cut into units of tile rows.

import CKernels

/// The fast way for 3 × 3 windows, stride 1, padding 1: four times fewer multiplications.
package struct WinogradConvolution {
  /// The kinds of vectors that the loops were compiled for, from those that any processor has.
  package enum Vectors: Int32, CaseIterable {
    case plain, of256Bits, of512Bits

    package static let widest = Vectors(rawValue: widest_vectors()) ?? .plain
  }

  private let g: ConvolutionGeometry
  private let vectors: Int32

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

  private var shape: WinogradShape {
    WinogradShape(
      in_channels: g.inChannels, out_channels: g.outChannels, height: g.height, width: g.width)
  }

  /// The input gradient is a convolution of dy with the turned weights.
  private var adjointShape: WinogradShape {
    WinogradShape(
      in_channels: g.outChannels, out_channels: g.inChannels, height: g.height, width: g.width)
  }

  /// y = x ⋆ w + bias
  package func convolve(
    _ x: FloatBuffer, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer
  ) {
    g.check(x: x, w: w, bias: bias, y: y)
    run(shape, x, w, adjoint: false, bias: bias, into: y)
  }

  /// dx = dy ⋆ turned w
  package func inputGradient(_ dy: FloatBuffer, _ w: FloatBuffer, into dx: FloatBuffer) {
    g.check(x: dx, w: w, y: dy)
    run(adjointShape, dy, w, adjoint: true, bias: nil, into: dx)
  }

  /// dw, summed over tiles while still filtered.
  package func weightGradient(_ x: FloatBuffer, _ dy: FloatBuffer, into dw: FloatBuffer) {
    g.check(x: x, w: dw, y: dy)
    let (x, dy) = (pixels(of: x, channels: g.inChannels), pixels(of: dy, channels: g.outChannels))
    let filtered = FloatBuffer(count: winograd_filtered_count(shape))
    if hasManyChannels {
      correlatePlaneByPlane(x, dy, into: filtered)
    } else {
      correlateUnitByUnit(x, dy, into: filtered)
    }
    forEachChannel(of: shape) { channels in
      winograd_unfilter(
        vectors, shape, filtered.pointer, dw.pointer, channels.lowerBound, channels.count)
    }
  }

  /// Whether the filtered weights are larger than all of the filtered x and dy.
  private var hasManyChannels: Bool {
    let tiles = allTileRows * winograd_tile_columns(shape)
    return tiles * (g.inChannels + g.outChannels) < 4 * g.inChannels * g.outChannels
  }

  /// Few channels: what a unit has filtered stays in the core's cache and is added up at once.
  private func correlateUnitByUnit(
    _ x: FloatBuffer, _ dy: FloatBuffer, into filtered: FloatBuffer
  ) {
    sumOfPartialGradients(
      units: units, count: filtered.count, into: filtered
    ) { units, partial in
      partial.update(repeating: 0, count: filtered.count)
      let scratch = FloatBuffer(count: winograd_scratch_count(shape, unitRows))
      for unit in units {
        let rows = tileRows(of: unit)
        winograd_correlate(
          vectors, shape, x.pointer, dy.pointer, partial, rows.lowerBound, rows.count,
          scratch.pointer)
      }
    }
  }

  /// Many channels: all is filtered first, so that no partial sums of so many weights are needed.
  private func correlatePlaneByPlane(
    _ x: FloatBuffer, _ dy: FloatBuffer, into filtered: FloatBuffer
  ) {
    let planes = FloatBuffer(count: winograd_scratch_count(shape, allTileRows))
    Threads.forEach(piece: units) { unit in
      let patch = FloatBuffer(count: winograd_scratch_count(shape, 0))
      let rows = tileRows(of: unit)
      // SAFETY: no two units share a tile row, nor its place in the planes.
      winograd_collect(
        vectors, shape, x.pointer, dy.pointer, rows.lowerBound, rows.count, allTileRows,
        planes.pointer, patch.pointer)
    }
    Threads.forEach(piece: 36) { plane in
      winograd_correlate_plane(
        vectors, shape, allTileRows, planes.pointer, plane, filtered.pointer)
    }
  }

  private func run(
    _ shape: WinogradShape, _ x: FloatBuffer, _ w: FloatBuffer, adjoint: Bool,
    bias: FloatBuffer?, into y: FloatBuffer
  ) {
    let filtered = FloatBuffer(count: winograd_filtered_count(shape))
    forEachChannel(of: shape) { channels in
      winograd_filter(
        vectors, shape, w.pointer, adjoint ? 1 : 0, filtered.pointer, channels.lowerBound,
        channels.count)
    }
    let (x, bias) = (
      pixels(of: x, channels: shape.in_channels), bias.map { padded($0, shape.out_channels) }
    )
    let isReady = isReady(shape.out_channels)
    let result =
      isReady ? y : FloatBuffer(count: g.pixelCount * Self.padded(shape.out_channels))
    Threads.forEach(piece: units) { unit in
      let scratch = FloatBuffer(count: winograd_scratch_count(shape, unitRows))
      let rows = tileRows(of: unit)
      // SAFETY: the sizes were checked on entry, and no two units share a row of y.
      winograd_convolve(
        vectors, shape, x.pointer, filtered.pointer, bias?.pointer, result.pointer,
        rows.lowerBound, rows.count, scratch.pointer)
    }
    if !isReady { take(result, channels: shape.out_channels, into: y) }
  }

  // ---- The loops want pixels of whole vectors of channels.

  private static func padded(_ channels: Int) -> Int {
    let padding = Int(ChannelPadding)
    return (channels + padding - 1) / padding * padding
  }

  private func isReady(_ channels: Int) -> Bool {
    g.order == .channelsLast && channels == Self.padded(channels)
  }

  private func pixels(of x: FloatBuffer, channels: Int) -> FloatBuffer {
    if isReady(channels) { return x }
    let depth = Self.padded(channels)
    let result = FloatBuffer(count: g.pixelCount * depth)
    switch g.order {
    case .rowMajor:
      reorder(
        x, to: .channelsLast, into: result, examples: g.batch, channels: channels,
        inner: g.height * g.width, depth: depth)
    case .channelsLast: resizeRuns(x, into: result, count: g.pixelCount)
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
  private func forEachChannel(of shape: WinogradShape, _ body: (Range<Int>) -> Void) {
    Threads.forEachRange(
      of: shape.in_channels, grain: max(1, (1 << 13) / shape.out_channels), body)
  }

  /// Tile rows, counted through all examples.
  private var allTileRows: Int { g.batch * winograd_tile_rows(shape) }

  private var unitRows: Int { winograd_unit_rows(shape) }

  private var units: Int { (allTileRows + unitRows - 1) / unitRows }

  private func tileRows(of unit: Int) -> Range<Int> {
    unit * unitRows..<min(allTileRows, (unit + 1) * unitRows)
  }
}

extension WinogradConvolution.Vectors: Comparable {
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
