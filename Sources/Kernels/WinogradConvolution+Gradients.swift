// The gradients of a convolution by minimal filtering, each image being read once for all of them.

import CKernels

extension WinogradConvolution {
  /// dw, summed over tiles while still filtered.
  package func weightGradient(_ x: any Numbers, _ dy: any Numbers, into dw: FloatBuffer) {
    g.check(x: x, w: dw, y: dy)
    let (x, dy) = (pixels(of: x, channels: g.inChannels), pixels(of: dy, channels: g.outChannels))
    let filtered = FloatBuffer(count: winograd_filtered_count(shape))
    if hasManyChannels {
      correlatePlaneByPlane(x.whole, dy.whole, into: filtered)
    } else {
      correlate(x.whole, dy.whole, units, into: filtered)
    }
    unfilter(filtered, into: dw)
  }

  package func gradients(
    _ x: any Numbers, _ dy: any Numbers, _ w: FloatBuffer, into wanted: ConvolutionGradients,
    then epilogue: Epilogue? = nil
  ) {
    let bands = wholeExamples
    // Enough of them for a few cores.
    guard let dw = wanted.dw, !hasManyChannels, bands.count >= 8 else {
      return separateGradients(x, dy, w, into: wanted)
    }
    g.check(x: x, w: dw, y: dy)
    var (results, turned) = (wanted, FloatBuffer?.none)
    if let dx = wanted.dx {
      if isReady(g.inChannels) {
        turned = self.filtered(w, adjointShape, adjoint: true)
      } else {
        inputGradient(dy, w, into: dx)
        results.dx = nil
      }
    }
    let filtered = FloatBuffer(count: winograd_filtered_count(shape))
    correlate(
      pixels(of: x, channels: g.inChannels), pixels(of: dy, channels: g.outChannels), bands,
      into: filtered, and: results, turned, visiting(epilogue, channels: g.inChannels))
    unfilter(filtered, into: dw)
  }

  /// Whether the filtered weights are larger than all of the filtered x and dy.
  private var hasManyChannels: Bool {
    let tiles = allTileRows * winograd_tile_columns(shape)
    return tiles * (g.inChannels + g.outChannels) < 4 * g.inChannels * g.outChannels
  }

  /// Few channels: what a unit has filtered stays in the core's cache and is added up at once. Bands
  /// of whole examples give db and, with the turned weights, dx on the way.
  private func correlate(
    _ x: any Numbers, _ dy: any Numbers, _ bands: [Band], into filtered: FloatBuffer,
    and results: ConvolutionGradients = ConvolutionGradients(), _ turned: FloatBuffer? = nil,
    _ epilogue: Epilogue? = nil
  ) {
    let depth = Self.padded(g.outChannels)
    let numbers = max(
      winograd_scratch_count(shape, unitRows), winograd_scratch_count(adjointShape, unitRows))
    let sums = GroupTotals(groups: results.db == nil ? 0 : bands.count, width: depth)
    sumOfPartialGradients(
      units: bands.count, count: filtered.count, into: filtered
    ) { share, partial in
      var adding: Int32 = 0
      let scratch = FloatBuffer(count: numbers)
      var (xScratch, dyScratch): (FloatBuffer?, FloatBuffer?)
      for index in share {
        let band = bands[index]
        withPart(of: x, band, scratch: &xScratch) { part in
          let ready = Epilogue.Ready(numbers: x, pointer: part)
          withPart(of: dy, band, scratch: &dyScratch) { dy in
            for rows in band.units {
              winograd_correlate(
                vectors, shape, part, dy, partial, adding, rows.lowerBound, rows.count,
                scratch.pointer)
              adding = 1
            }
            if let dx = results.dx, let turned {
              convolve(
                band, adjointShape, dy, turned, nil, into: dx, scratch, epilogue, ready: ready)
            }
            if results.db != nil {
              column_sums(dy, band.examples.count * g.height * g.width, depth, sums[index])
            }
          }
        }
      }
    }
    guard let db = results.db else { return }
    for (channel, sum) in sums.sums.prefix(g.outChannels).enumerated() {
      db.pointer[channel] = Float(sum)
    }
  }

  private func unfilter(_ filtered: FloatBuffer, into dw: FloatBuffer) {
    forEachChannel(of: shape) { channels in
      winograd_unfilter(
        vectors, shape, filtered.pointer, dw.pointer, channels.lowerBound, channels.count)
    }
  }

  /// Many channels: all is filtered first, so that no partial sums of so many weights are needed.
  private func correlatePlaneByPlane(
    _ x: FloatBuffer, _ dy: FloatBuffer, into filtered: FloatBuffer
  ) {
    let planes = FloatBuffer(count: winograd_scratch_count(shape, allTileRows))
    let units = (allTileRows + unitRows - 1) / unitRows
    Threads.forEach(piece: units) { unit in
      let patch = FloatBuffer(count: winograd_scratch_count(shape, 0))
      let first = unit * unitRows
      // SAFETY: no two units share a tile row, nor its place in the planes.
      winograd_collect(
        vectors, shape, x.pointer, dy.pointer, first, min(unitRows, allTileRows - first),
        allTileRows, planes.pointer, patch.pointer)
    }
    Threads.forEach(piece: 36) { plane in
      winograd_correlate_plane(
        vectors, shape, allTileRows, planes.pointer, plane, filtered.pointer)
    }
  }
}
