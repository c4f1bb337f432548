// The windows of one output row side by side, place by place.

/// Loops over a pooling with the columns innermost, so that neighbouring windows are worked on
/// together.
struct WindowSweep {
  private let g: PoolingGeometry
  /// For each column of a window, the output columns that have it inside of the plane.
  private let columns: [Range<Int>]

  init(_ geometry: PoolingGeometry) {
    let g = geometry
    self.g = g
    columns = (0..<g.kernel).map { place in
      // Output column j reads column j · stride + shift, inside for lower ≤ j < upper.
      let shift = place - g.padding
      let lower = min(g.outWidth, max(0, (-shift + g.stride - 1) / g.stride))
      let upper = min(g.outWidth, max(0, (g.width - shift + g.stride - 1) / g.stride))
      return lower..<max(lower, upper)
    }
  }

  /// Visits the places of the windows in output row `row`, in row order: the output columns that
  /// have the place inside of the plane, and the index in the plane that output column 0 reads or
  /// would read there; every further column reads `stride` further.
  @inline(__always) func forEachPlace(
    inRow row: Int, _ body: (_ columns: Range<Int>, _ origin: Int) -> Void
  ) {
    for h in g.window(at: row, in: g.height) {
      for place in 0..<g.kernel { body(columns[place], h * g.width + place - g.padding) }
    }
  }
}
