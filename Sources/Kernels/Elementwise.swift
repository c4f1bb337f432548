// Every number of a buffer by itself.

import CKernels

/// y += alpha · x
package func axpy(_ alpha: Float, _ x: FloatBuffer, into y: FloatBuffer) {
  precondition(x.count == y.count)
  Threads.forEachRange(of: x.count) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count.
    let start = range.lowerBound
    add_multiple(alpha, x.pointer + start, y.pointer + start, range.count)
  }
}

/// y = alpha · x; y may be x.
package func scale(_ alpha: Float, _ x: FloatBuffer, into y: FloatBuffer) {
  precondition(x.count == y.count)
  Threads.forEachRange(of: x.count) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count.
    let start = range.lowerBound
    multiply_all(alpha, x.pointer + start, y.pointer + start, range.count)
  }
}

/// y = x + z; y may be x or z.
package func add(_ x: FloatBuffer, _ z: FloatBuffer, into y: FloatBuffer) {
  precondition(x.count == y.count && z.count == y.count)
  Threads.forEachRange(of: x.count) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count.
    let start = range.lowerBound
    add_all(x.pointer + start, z.pointer + start, y.pointer + start, range.count)
  }
}

/// y = y + row, or φ(y + row), for every row of y [rows, row.count].
package func addRow(
  _ row: FloatBuffer, toRowsOf y: FloatBuffer, rectified rectification: Rectification? = nil
) {
  let columns = row.count
  precondition(columns == 0 ? y.count == 0 : y.count % columns == 0)
  forEachRows(of: y, columns: columns) { start, rows in
    // SAFETY: the rows are disjoint parts of y.
    if let rectification {
      add_row_and_rectify(row.pointer, rectification.slope, y.pointer + start, rows, columns)
    } else {
      add_row(row.pointer, y.pointer + start, rows, columns)
    }
  }
}

/// y = f(x) number by number; y may be x. Threads call `f` for every number; where that is what
/// takes the time, a function of its own, or a `Curve`, becomes vector instructions.
@inlinable @inline(__always)
package func transform(_ x: FloatBuffer, into y: FloatBuffer, _ f: (Float) -> Float) {
  precondition(x.count == y.count)
  let (source, target) = (x.pointer, y.pointer)
  Threads.forEachRange(of: x.count) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count.
    for i in range { target[i] = f(source[i]) }
  }
}

/// y = f(x, z) number by number; y may be x or z.
@inlinable @inline(__always)
package func combine(
  _ x: FloatBuffer, _ z: FloatBuffer, into y: FloatBuffer, _ f: (Float, Float) -> Float
) {
  precondition(x.count == y.count && z.count == y.count)
  let (first, second, target) = (x.pointer, z.pointer, y.pointer)
  Threads.forEachRange(of: x.count) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count.
    for i in range { target[i] = f(first[i], second[i]) }
  }
}

/// y = f(x, z, w) number by number; y may be one of the three.
@inlinable @inline(__always)
package func combine(
  _ x: FloatBuffer, _ z: FloatBuffer, _ w: FloatBuffer, into y: FloatBuffer,
  _ f: (Float, Float, Float) -> Float
) {
  precondition(x.count == y.count && z.count == y.count && w.count == y.count)
  let (first, second, third, target) = (x.pointer, z.pointer, w.pointer, y.pointer)
  Threads.forEachRange(of: x.count) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count.
    for i in range { target[i] = f(first[i], second[i], third[i]) }
  }
}
