// A vector against many others at once, piece by piece, so that the piece stays near the processor.

import CKernels

/// Numbers a piece: what of x and of one other vector fits into the processor's nearest memory.
private let pieceSize = 1 << 12

/// Σ x · b for each b of `basis`.
package func dots(_ x: FloatBuffer, with basis: [FloatBuffer]) -> [Double] {
  precondition(basis.allSatisfy { $0.count == x.count })
  let sums = pieces(of: x.count, size: pieceSize) { range in
    basis.map { vector in
      sum_of_products(x.pointer + range.lowerBound, vector.pointer + range.lowerBound, range.count)
    }
  }
  return sums.reduce(into: [Double](repeating: 0, count: basis.count)) { total, piece in
    for index in total.indices { total[index] += piece[index] }
  }
}

/// y −= Σ factor · b over the vectors b of `basis`.
package func subtract(_ factors: [Float], times basis: [FloatBuffer], from y: FloatBuffer) {
  precondition(factors.count == basis.count && basis.allSatisfy { $0.count == y.count })
  let target = y.pointer
  Threads.forEachRange(of: y.count, grain: pieceSize) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count, and no b is y.
    for (factor, vector) in zip(factors, basis) {
      let source = vector.pointer
      for i in range { target[i] -= factor * source[i] }
    }
  }
}
