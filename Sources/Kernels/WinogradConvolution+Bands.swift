// The pieces that minimal filtering cuts images into, whatever the number of threads.

import CKernels

extension WinogradConvolution {
  /// Tile rows that one thread works on.
  struct Band {
    /// The examples that they lie in.
    let examples: Range<Int>
    /// Tile rows, counted from the first of those examples on: as many at a time as stay in the
    /// core's own cache together with their filtered forms.
    let units: [Range<Int>]
  }

  /// As small as can be.
  var units: [Band] {
    let (rows, down) = (unitRows, winograd_tile_rows(shape))
    return stride(from: 0, to: allTileRows, by: rows).map { first in
      let end = min(allTileRows, first + rows)
      let examples = first / down..<(end - 1) / down + 1
      let base = examples.lowerBound * down
      return Band(examples: examples, units: [first - base..<end - base])
    }
  }

  /// Of whole examples, for numbers that are made as they are wanted.
  var wholeExamples: [Band] {
    let (rows, down) = (unitRows, winograd_tile_rows(shape))
    let together = max(1, rows / down)
    return stride(from: 0, to: g.batch, by: together).map { first in
      let examples = first..<min(g.batch, first + together)
      let end = examples.count * down
      return Band(
        examples: examples,
        units: stride(from: 0, to: end, by: rows).map { $0..<min(end, $0 + rows) })
    }
  }

  /// The numbers of a band's examples out of those of all, in memory or made in `scratch`.
  func part(
    of x: any Numbers, _ band: Band, scratch: inout FloatBuffer?
  ) -> UnsafePointer<Float> {
    let example = x.count / g.batch
    return x.part(
      band.examples.lowerBound * example..<band.examples.upperBound * example, scratch: &scratch)
  }

  /// Tile rows, counted through all examples.
  var allTileRows: Int { g.batch * winograd_tile_rows(shape) }
  var unitRows: Int { winograd_unit_rows(shape) }
}
