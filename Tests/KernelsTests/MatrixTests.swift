// Products against their formula.

import Kernels
import Testing

@Suite struct MatrixTests {
  /// Sums of at most 700 Float32 products.
  static let tolerance: Float = 1e-5

  @Test func `a product follows the formula for all small sizes, transposed or not`() {
    for (rows, columns, inner) in [
      (0, 3, 2), (3, 0, 2), (3, 2, 0), (1, 1, 1), (1, 5, 3), (4, 1, 7), (17, 3, 16), (33, 65, 9),
      (300, 200, 64), (130, 700, 90),
    ] {
      for (left, right, adding) in [
        (false, false, false), (true, false, true), (false, true, true), (true, true, false),
      ] {
        let a = Matrix(pattern(rows * inner, 1), rows: rows, columns: inner, transposed: left)
        let b = Matrix(
          pattern(inner * columns, 2), rows: inner, columns: columns, transposed: right)
        let c = pattern(rows * columns, 3)
        if !adding { axpy(.nan, c.copy(), into: c) }
        let expected = product(a, b, plus: adding ? c : nil)
        multiply(a, b, into: c, adding: adding)
        #expect(gap(c, expected) < Self.tolerance, "\(rows) × \(inner) × \(columns)")
      }
    }
  }

  @Test func `products in panels follow the formula with every kind of vectors`() {
    let sizes = [1, 2, 4, 5, 13, 16, 31, 33, 65]
    for vectors in WinogradConvolution.Vectors.allCases where vectors <= .widest {
      let panels = PanelProduct(vectors: vectors)
      for rows in sizes {
        for columns in sizes {
          for inner in [0, 1, 3, 17, 64] { compare(panels, rows, columns, inner, "\(vectors)") }
        }
      }
      // More steps than a panel has, and a right side too large to be left where it is.
      compare(panels, 14, 70, 600, "\(vectors)")
      // More columns than are packed together, and a result that is fetched before it is written.
      compare(panels, 14, 300, 70, "\(vectors)")
      compare(panels, 150, 135, 300, "\(vectors)")
    }
  }

  /// All four transpositions, by themselves and added to what is there.
  private func compare(
    _ panels: PanelProduct, _ rows: Int, _ columns: Int, _ inner: Int, _ vectors: String
  ) {
    for (left, right) in [(false, false), (true, false), (false, true), (true, true)] {
      let a = Matrix(pattern(rows * inner, 1), rows: rows, columns: inner, transposed: left)
      let b = Matrix(pattern(inner * columns, 2), rows: inner, columns: columns, transposed: right)
      let (c, sum) = (
        FloatBuffer(repeating: .nan, count: rows * columns), pattern(rows * columns, 3)
      )
      let (expected, expectedSum) = (product(a, b, plus: nil), product(a, b, plus: sum))
      panels.multiply(a, b, into: c)
      panels.multiply(a, b, into: sum, adding: true)
      let worst = max(gap(c, expected), gap(sum, expectedSum))
      #expect(worst < Self.tolerance, "\(vectors) \(rows) × \(inner) × \(columns)")
    }
  }

  private func product(_ a: Matrix, _ b: Matrix, plus c: FloatBuffer?) -> FloatBuffer {
    func number(_ m: Matrix, _ row: Int, _ column: Int) -> Double {
      Double(m.buffer[m.transposed ? column * m.rows + row : row * m.columns + column])
    }
    let result = FloatBuffer(repeating: 0, count: a.rows * b.columns)
    for row in 0..<a.rows {
      for column in 0..<b.columns {
        var sum = c.map { Double($0[row * b.columns + column]) } ?? 0
        for k in 0..<a.columns { sum += number(a, row, k) * number(b, k, column) }
        result[row * b.columns + column] = Float(sum)
      }
    }
    return result
  }
}
