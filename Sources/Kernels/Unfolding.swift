// Windows of an image as columns of a matrix, and back.

/// windows [C · K · K', H' · W'] of one group's image [C, H, W], zeros outside of it.
func unfold(
  _ image: UnsafePointer<Float>, into windows: UnsafeMutablePointer<Float>,
  _ g: ConvolutionGeometry
) {
  forEachWindowRow(g) { source, target, columns, first in
    let row = windows + target
    guard let source else { return row.update(repeating: 0, count: g.outWidth) }
    row.update(repeating: 0, count: columns.lowerBound)
    let start = image + source + first
    if g.stride == 1 {
      (row + columns.lowerBound).update(from: start, count: columns.count)
    } else {
      for (step, column) in columns.enumerated() { row[column] = start[step * g.stride] }
    }
    (row + columns.upperBound).update(repeating: 0, count: g.outWidth - columns.upperBound)
  }
}

/// The transposed map of `unfold`: adds every window's numbers where they came from.
func fold(
  _ windows: UnsafePointer<Float>, into image: UnsafeMutablePointer<Float>,
  _ g: ConvolutionGeometry
) {
  image.update(repeating: 0, count: g.groupInChannels * g.height * g.width)
  forEachWindowRow(g) { source, target, columns, first in
    guard let source, !columns.isEmpty else { return }
    let (row, start) = (windows + target + columns.lowerBound, image + source + first)
    for step in 0..<columns.count { start[step * g.stride] += row[step] }
  }
}

/// Visits the rows of the window matrix, one output row at a time: the offset of the image row it
/// reads (nil outside), where it goes, the output columns that read inside of the image, and the
/// image column that the first of them reads.
private func forEachWindowRow(
  _ g: ConvolutionGeometry,
  _ body: (_ source: Int?, _ target: Int, _ columns: Range<Int>, _ first: Int) -> Void
) {
  var target = 0
  for channel in 0..<g.groupInChannels {
    for k in 0..<g.kernelHeight {
      for l in 0..<g.kernelWidth {
        let shift = l * g.dilation - g.padding
        // Column j reads j · stride + shift, which lies inside for lower ≤ j < upper.
        let lower = min(g.outWidth, max(0, (-shift + g.stride - 1) / g.stride))
        let end = g.width - shift
        let upper = max(lower, end <= 0 ? 0 : min(g.outWidth, (end + g.stride - 1) / g.stride))
        for row in 0..<g.outHeight {
          let h = row * g.stride + k * g.dilation - g.padding
          let inside = h >= 0 && h < g.height
          body(
            inside ? (channel * g.height + h) * g.width : nil, target,
            lower..<upper, lower * g.stride + shift)
          target += g.outWidth
        }
      }
    }
  }
}
