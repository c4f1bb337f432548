// Singular values of matrices whose values are known.

import Kernels
import Testing

/// Float64 throughout.
private let tolerance = 1e-12

@Suite struct SingularValueTests {
  @Test func `a product of rotations and known values gives these back`() throws {
    for (rows, columns) in [(1, 1), (3, 2), (2, 5), (6, 6)] {
      let known = (0..<min(rows, columns)).map { Double(7 - $0) }
      var matrix = [Double](repeating: 0, count: rows * columns)
      for index in known.indices { matrix[index * rows + index] = known[index] }
      // Plane rotations from both sides.
      for step in 0..<20 {
        let (c, s) = (0.6, step.isMultiple(of: 2) ? 0.8 : -0.8)
        if rows > 1 {
          let (i, j) = (step % rows, (step + 1) % rows)
          for k in 0..<columns {
            let (a, b) = (matrix[k * rows + i], matrix[k * rows + j])
            (matrix[k * rows + i], matrix[k * rows + j]) = (c * a - s * b, s * a + c * b)
          }
        }
        if columns > 1 {
          let (i, j) = (step % columns, (step + 1) % columns)
          for k in 0..<rows {
            let (a, b) = (matrix[i * rows + k], matrix[j * rows + k])
            (matrix[i * rows + k], matrix[j * rows + k]) = (c * a - s * b, s * a + c * b)
          }
        }
      }
      for wantsLeft in [false, true] {
        let found = try #require(
          SingularValues(of: matrix, rows: rows, columns: columns, wantsLeft: wantsLeft))
        #expect(found.values.count == known.count)
        for (value, expected) in zip(found.values, known) {
          #expect(abs(value - expected) <= tolerance * known[0])
        }
        #expect(found.lastOfLeft.count == (wantsLeft ? known.count : 0))
      }
    }
  }

  @Test func `the last row of U belongs to the last row of the matrix`() throws {
    // Diagonal: U is the identity, its columns in the order of the values.
    let found = try #require(
      SingularValues(of: [1, 0, 0, 0, 3, 0, 0, 0, 2], rows: 3, columns: 3, wantsLeft: true))
    #expect(found.values == [3, 2, 1])
    #expect(found.lastOfLeft.map(abs) == [0, 1, 0])
  }

  @Test func `an empty matrix has none, and one with nan no answer`() {
    #expect(SingularValues(of: [], rows: 0, columns: 4)?.values == [])
    #expect(SingularValues(of: [1, .nan, 2, 3], rows: 2, columns: 2) == nil)
    #expect(SingularValues(of: [.infinity], rows: 1, columns: 1) == nil)
  }

  @Test func `several matrices have the values that each has alone`() {
    let matrices = (1...9).map { size -> (entries: [Double], rows: Int, columns: Int) in
      let entries: [Double] = (0..<size * size).map { Double(($0 * 37 + size) % 11 - 5) }
      return (entries, size, size)
    }
    let together = SingularValues.each(of: matrices)
    for (matrix, found) in zip(matrices, together) {
      #expect(
        found == SingularValues(of: matrix.entries, rows: matrix.rows, columns: matrix.columns))
    }
  }
}
