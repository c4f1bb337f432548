// Singular values of matrices that are written out, by LAPACK in Float64.

import COpenBLAS

/// A = U Σ Vᵀ, without V.
package struct SingularValues: Sendable, Equatable {
  /// σ₁ ≥ σ₂ ≥ … ≥ 0, min(rows, columns) of them.
  package var values: [Double]
  /// The last row of U, one number a singular value; empty when not wanted.
  package var lastOfLeft: [Double]

  /// - Parameters:
  ///   - entries: the matrix, column after column.
  ///   - wantsLeft: whether the last row of U is wanted.
  /// - Returns: nil when an entry is nan or infinite, or no answer was found.
  package init?(of entries: [Double], rows: Int, columns: Int, wantsLeft: Bool = false) {
    precondition(entries.count == rows * columns)
    let count = min(rows, columns)
    guard count > 0 else {
      (values, lastOfLeft) = ([], [])
      return
    }
    guard entries.allSatisfy(\.isFinite) else { return nil }
    prepareOpenBLAS()
    var entries = entries
    var values = [Double](repeating: 0, count: count)
    var left = [Double](repeating: 0, count: wantsLeft ? rows * count : 1)
    var right = [Double](repeating: 0, count: wantsLeft ? count * columns : 1)
    var integers = [Int32](repeating: 0, count: 8 * count)
    let job: CChar = wantsLeft ? 83 : 78  // S: as many vectors as values; N: none
    func solve(_ work: inout [Double], size: Int32) -> Int32 {
      var information: Int32 = 0
      // SAFETY: every array has the size that LAPACK's manual asks for these arguments.
      dgesdd_(
        [job], [Int32(rows)], [Int32(columns)], &entries, [Int32(rows)], &values, &left,
        [Int32(wantsLeft ? rows : 1)], &right, [Int32(wantsLeft ? count : 1)], &work, [size],
        &integers, &information, 1)
      return information
    }
    // A size of −1 asks how much room is best.
    var work = [0.0]
    guard solve(&work, size: -1) == 0 else { return nil }
    work = [Double](repeating: 0, count: max(1, Int(work[0])))
    guard solve(&work, size: Int32(work.count)) == 0 else { return nil }
    self.values = values
    lastOfLeft = wantsLeft ? (0..<count).map { left[$0 * rows + rows - 1] } : []
  }

  /// The singular values of several matrices, on several threads.
  package static func each(
    of matrices: [(entries: [Double], rows: Int, columns: Int)]
  ) -> [SingularValues?] {
    var results = [SingularValues?](repeating: nil, count: matrices.count)
    results.withUnsafeMutableBufferPointer { results in
      // SAFETY: every piece writes an element of its own.
      nonisolated(unsafe) let results = results
      Threads.forEach(piece: matrices.count) { piece in
        let (entries, rows, columns) = matrices[piece]
        results[piece] = SingularValues(of: entries, rows: rows, columns: columns)
      }
    }
    return results
  }
}
