// Several steps in one sweep over memory, as training takes them.

import CKernels

/// A rectifier φ(x): x where it is positive, else slope · x, 0 ≤ slope. Since φ(x) has the sign of x,
/// its derivative can be read off either.
package struct Rectification: Sendable, Equatable {
  package let slope: Float

  package init(slope: Float) {
    precondition(slope >= 0)
    self.slope = slope
  }

  /// x = φ(x)
  package func apply(to x: FloatBuffer) {
    Threads.forEachRange(of: x.count) { range in
      rectify(x.pointer + range.lowerBound, slope, range.count)
    }
  }

  /// dx = φ′(x) · dy, given y = φ(x); dx may be dy.
  package func gate(_ dy: FloatBuffer, at y: FloatBuffer, into dx: FloatBuffer) {
    precondition(dy.count == y.count && dx.count == y.count && dx !== y)
    Threads.forEachRange(of: dy.count) { range in
      let start = range.lowerBound
      CKernels.gate(
        dy.pointer + start, y.pointer + start, slope, dx.pointer + start, range.count)
    }
  }

  /// y = φ(a + b)
  package func apply(toSumOf a: FloatBuffer, _ b: FloatBuffer, into y: FloatBuffer) {
    precondition(a.count == y.count && b.count == y.count && y !== a && y !== b)
    Threads.forEachRange(of: y.count) { range in
      let start = range.lowerBound
      add_and_rectify(
        a.pointer + start, b.pointer + start, slope, y.pointer + start, range.count)
    }
  }

  /// y = φ(map(x) + z) for x [rows, columns].
  package func apply(
    to map: ChannelAffine, of x: FloatBuffer, adding z: FloatBuffer?, into y: FloatBuffer
  ) {
    let columns = map.channels
    precondition(x.count % max(1, columns) == 0 && y !== x && y !== z)
    precondition(y.count == x.count && (z.map { $0.count == x.count } ?? true))
    forEachRows(of: x, columns: columns) { start, rows in
      normalize_and_rectify(
        x.pointer + start, map.center, map.scale, map.shift,
        z.map { UnsafePointer($0.pointer + start) }, slope, y.pointer + start, rows, columns)
    }
  }
}

/// Visits x [rows, columns] in pieces of some rows: the first's index, and how many they are.
func forEachRows(
  of x: FloatBuffer, columns: Int, _ body: (_ start: Int, _ rows: Int) -> Void
) {
  Threads.forEachRange(of: x.count / max(1, columns), grain: max(1, (1 << 15) / max(1, columns))) {
    rows in
    body(rows.lowerBound * columns, rows.count)
  }
}
