// Sums over all elements, in Float64 and always in the same order.

import CKernels

/// Σ x
package func sum(_ x: FloatBuffer) -> Double {
  sumOfPieces(of: x.count) { sum_of(x.pointer + $0, $1) }
}

/// Σ x · y
package func dot(_ x: FloatBuffer, _ y: FloatBuffer) -> Double {
  precondition(x.count == y.count)
  return sumOfPieces(of: x.count) { sum_of_products(x.pointer + $0, y.pointer + $0, $1) }
}

/// Σ x²
package func sumOfSquares(_ x: FloatBuffer) -> Double { dot(x, x) }

/// Adds, in order, what `term(start, length)` gives for consecutive pieces of a fixed length.
private func sumOfPieces(of count: Int, _ term: (_ start: Int, _ length: Int) -> Double) -> Double {
  inPieces(of: count) { term($0.lowerBound, $0.count) }.reduce(0, +)
}

/// What `body` gives for consecutive ranges of 0..<count of a fixed length, in order.
func inPieces<Result>(of count: Int, _ body: (Range<Int>) -> Result) -> [Result] {
  let length = 1 << 13
  let pieces = (count + length - 1) / length
  return inOrder(pieces, grain: 4) { body($0 * length..<min(count, ($0 + 1) * length)) }
}

/// What `body` gives for 0..<count, computed on several threads, `grain` of them at a time.
func inOrder<Result>(_ count: Int, grain: Int, _ body: (Int) -> Result) -> [Result] {
  Array(unsafeUninitializedCapacity: count) { results, initialized in
    guard let start = results.baseAddress else { return }
    Threads.forEachRange(in: 0..<count, grain: grain) { range in
      // SAFETY: every element is initialized once, since the ranges are disjoint and cover all.
      for index in range { (start + index).initialize(to: body(index)) }
    }
    initialized = count
  }
}
