// Sums over whole buffers, in Float64 and in fixed pieces.

import CKernels

/// Σ a
package func sum(_ a: FloatBuffer) -> Double {
  sumOfPieces(a.count) { range in sum_of(a.pointer + range.lowerBound, range.count) }
}

/// Σ a · b
package func dot(_ a: FloatBuffer, _ b: FloatBuffer) -> Double {
  precondition(a.count == b.count)
  return sumOfPieces(a.count) { range in
    sum_of_products(a.pointer + range.lowerBound, b.pointer + range.lowerBound, range.count)
  }
}

/// Σ a²
package func sumOfSquares(_ a: FloatBuffer) -> Double { dot(a, a) }

/// Whether no number is nan or infinite.
package func isFinite(_ a: FloatBuffer) -> Bool {
  let size = 1 << 15
  guard a.count > size else { return all_finite(a.pointer, a.count) != 0 }
  return pieces(of: a.count, size: size) { range in
    all_finite(a.pointer + range.lowerBound, range.count) != 0
  }.allSatisfy { $0 }
}

/// y = x + factor · z, and Σ y²; y may be x.
package func add(
  _ x: any Numbers, _ factor: Float, times z: FloatBuffer, into y: FloatBuffer
) -> Double {
  precondition(x.count == y.count && z.count == y.count && y !== z)
  // Some numbers at a time, which stay in the core's own cache from one step to the next.
  let size = max(1, (1 << 14) / x.row) * x.row
  return pieces(of: y.count, size: size) { range in
    let target = y.pointer + range.lowerBound
    if x !== y { x.write(range, to: target) }
    add_multiple(factor, z.pointer + range.lowerBound, target, range.count)
    return sum_of_products(target, target, range.count)
  }.reduce(0, +)
}

/// Adds up pieces of a fixed size in their order, whatever thread has summed each.
private func sumOfPieces(_ count: Int, _ piece: (Range<Int>) -> Double) -> Double {
  let size = 1 << 16
  guard count > size else { return piece(0..<count) }
  return pieces(of: count, size: size, piece).reduce(0, +)
}

/// What `body` makes of consecutive ranges of 0..<count, in their order.
func pieces<Result>(
  of count: Int, size: Int, _ body: (Range<Int>) -> Result
) -> [Result] {
  let number = (count + size - 1) / size
  return [Result](unsafeUninitializedCapacity: number) { buffer, initialized in
    // SAFETY: every piece initializes its own element, and all of them have when forEach returns.
    let start = buffer.baseAddress
    Threads.forEach(piece: number) { piece in
      let range = piece * size..<min(count, (piece + 1) * size)
      start.map { ($0 + piece).initialize(to: body(range)) }
    }
    initialized = number
  }
}
