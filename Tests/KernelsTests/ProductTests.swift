// Matrix products against the formula, over all small sizes and some that are cut into pieces.

import Kernels
import Testing

@Suite struct ProductTests {
  /// Sums of up to a few hundred Float32 products of numbers in ±1.
  static let tolerance: Float = 1e-5

  @Test(arguments: [false, true], [false, true])
  func `a product follows the formula for every small size`(left: Bool, right: Bool) {
    for rows in 0...5 {
      for columns in 0...5 {
        for inner in [0, 1, 2, 3, 7, 17] {
          expectFormula(rows, columns, inner, left: left, right: right)
        }
      }
    }
  }

  @Test(arguments: [(129, 67, 301), (300, 33, 211), (31, 500, 130), (1, 3000, 700)])
  func `a product follows the formula where it is cut into pieces`(
    rows: Int, columns: Int, inner: Int
  ) {
    for left in [false, true] {
      for right in [false, true] { expectFormula(rows, columns, inner, left: left, right: right) }
    }
  }

  private func expectFormula(_ rows: Int, _ columns: Int, _ inner: Int, left: Bool, right: Bool) {
    let (a, b) = (pattern(rows * inner, 1), pattern(inner * columns, 2))
    let start = pattern(rows * columns, 3)
    for adding in [false, true] {
      let c = adding ? start.copy() : FloatBuffer(repeating: .nan, count: rows * columns)
      multiply(
        Matrix(buffer: a, rows: rows, columns: inner, transposed: left),
        Matrix(buffer: b, rows: inner, columns: columns, transposed: right), into: c,
        adding: adding)
      let expected = FloatBuffer(count: rows * columns)
      for row in 0..<rows {
        for column in 0..<columns {
          var sum = adding ? Double(start[row * columns + column]) : 0
          for k in 0..<inner {
            let x = a[left ? k * rows + row : row * inner + k]
            let y = b[right ? column * inner + k : k * columns + column]
            sum += Double(x) * Double(y)
          }
          expected[row * columns + column] = Float(sum)
        }
      }
      #expect(gap(c, expected) < Self.tolerance, "\(rows) × \(inner) × \(columns)")
    }
  }
}
