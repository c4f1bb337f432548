// Sums over a batch in parts that do not depend on the number of threads.

import CKernels

/// Lets `body(units, partial)` write the sum of consecutive units to a part each, and adds the parts in
/// order: result [count].
func sumOfPartialGradients(
  units: Int, count: Int, into result: FloatBuffer,
  _ body: (_ units: Range<Int>, _ partial: UnsafeMutablePointer<Float>) -> Void
) {
  guard units > 0 else {
    result.pointer.update(repeating: 0, count: count)
    return
  }
  // As many parts as may share 32 MB, but enough to keep a few cores busy.
  let parts = min(units, max(4, min(8, (8 << 20) / max(1, count))))
  let rest = FloatBuffer(count: (parts - 1) * count)
  Threads.forEach(piece: parts) { part in
    let partial = part == 0 ? result.pointer : rest.pointer + (part - 1) * count
    body(units * part / parts..<units * (part + 1) / parts, partial)
  }
  // A few numbers of all parts at a time, which stay near.
  Threads.forEachRange(of: count, grain: 1 << 12) { range in
    for part in 1..<max(1, parts) {
      let partial = rest.pointer + (part - 1) * count
      add_multiple(
        1, partial + range.lowerBound, result.pointer + range.lowerBound, range.count)
    }
  }
}
