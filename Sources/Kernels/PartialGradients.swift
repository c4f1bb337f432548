// Sums over a batch in parts that do not depend on the number of threads.

/// Lets `body(units, partial)` sum consecutive units into a zeroed-or-overwritten part each, and adds
/// the parts in order: result [count]. `body` has to overwrite its part.
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
  Threads.forEachRange(of: count) { range in
    for part in 1..<max(1, parts) {
      let partial = rest.pointer + (part - 1) * count
      for i in range { result.pointer[i] += partial[i] }
    }
  }
}
