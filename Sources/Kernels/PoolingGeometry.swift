// The sizes of a pooling: square windows over planes.

/// Windows of K × K over planes [planes, H, W] with a border of `padding`, at most half a window.
package struct PoolingGeometry: Sendable, Equatable {
  let planes, height, width, kernel, stride, padding: Int

  package init(planes: Int, height: Int, width: Int, kernel: Int, stride: Int, padding: Int) {
    precondition(min(planes, height, width, padding) >= 0 && min(kernel, stride) > 0)
    precondition(2 * padding <= kernel, "a window could lie outside")
    (self.planes, self.height, self.width) = (planes, height, width)
    (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
  }

  /// Zero if the window does not fit.
  var outHeight: Int { positions(in: height) }
  var outWidth: Int { positions(in: width) }
  /// Numbers of a plane, before and after.
  var area: Int { height * width }
  var outArea: Int { outHeight * outWidth }

  private func positions(in size: Int) -> Int {
    let room = size + 2 * padding - kernel
    return size == 0 || room < 0 ? 0 : room / stride + 1
  }

  /// The rows of the plane that the windows in output row `row` see.
  func rows(_ row: Int) -> Range<Int> { extent(row, height) }
  /// The columns of the plane that the windows in output column `column` see.
  func columns(_ column: Int) -> Range<Int> { extent(column, width) }

  private func extent(_ position: Int, _ size: Int) -> Range<Int> {
    let start = position * stride - padding
    return max(0, start)..<min(size, start + kernel)
  }

  /// Visits all planes, on several threads.
  func forEachPlane(_ body: (_ plane: Int) -> Void) {
    Threads.forEachRange(in: 0..<planes, grain: max(1, Threads.grain / 4 / (area + 1))) { planes in
      for plane in planes { body(plane) }
    }
  }

  /// Visits the windows of one plane in row order: what they see, and their position.
  @inline(__always) func forEachWindow(
    _ body: (_ rows: Range<Int>, _ columns: Range<Int>, _ position: Int) -> Void
  ) {
    var position = 0
    for row in 0..<outHeight {
      let rows = rows(row)
      for column in 0..<outWidth {
        body(rows, columns(column), position)
        position += 1
      }
    }
  }
}
