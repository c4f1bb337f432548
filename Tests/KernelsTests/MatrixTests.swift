// Products against their formula.

import Kernels
import Testing

@Suite struct MatrixTests {
  /// Sums of at most 300 Float32 products.
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
