// Whether the entries of a weight can be independent, told by the angles between its vectors.

import Kernels
package import Tensors

/// How the entries of a weight matrix depend on each other.
///
/// The shorter side of W [m, n] gives p = min(m, n) vectors of q = max(m, n) entries. If the entries
/// are independent, of mean 0 and of one variance, the squared cosine between two vectors is 1/q in
/// the mean, and the mean over all p(p − 1)/2 pairs strays from it by about √(2/pairs)/q.
package enum Dependence: Sendable, Equatable {
  /// Every entry is 0.
  case zero
  /// All vectors stand at right angles, up to rounding.
  case orthogonal
  /// Some vectors are multiples of each other, up to rounding: copies or mirror images.
  case repeated
  /// The mean squared cosine is this multiple of what independent entries have.
  case alike(Double)

  /// How far a cosine of Float32 vectors may be off.
  private static let rounding = 1e-5
  /// Vectors of fewer entries come to lie on one line by chance.
  private static let shortest = 8
  /// How far, in parts of itself, a mean squared cosine may be off for a few steps of training to
  /// pass, …
  private static let allowance = 0.5
  /// … and how many standard deviations for a small matrix to pass by chance.
  private static let reach = 6.0

  /// nil: the entries may be independent, as far as this can tell.
  package init?(of weight: Tensor) {
    let (rows, columns) = (weight.shape[0], weight.shape.example.count)
    let (count, length) = (min(rows, columns), max(rows, columns))
    guard weight.sumOfSquares > 0 else {
      self = .zero
      return
    }
    guard count > 1 else { return nil }
    let squares = Self.squaredCosines(weight.reshaped(to: [rows, columns]), count: count)
    let pairs = Double(count * (count - 1) / 2)
    if squares.largest < Self.rounding * Self.rounding {
      self = .orthogonal
      return
    }
    if squares.largest > 1 - Self.rounding, length >= Self.shortest {
      self = .repeated
      return
    }
    let multiple = squares.sum / pairs * Double(length)
    let spread = Self.reach * (2 / pairs).squareRoot()
    guard abs(multiple - 1) > max(Self.allowance, spread) else { return nil }
    self = .alike(multiple)
  }

  /// cos² over all pairs of the `count` rows, or columns if there are fewer of them.
  private static func squaredCosines(
    _ matrix: Tensor, count: Int
  ) -> (sum: Double, largest: Double) {
    let isByRows = count == matrix.shape[0]
    let products = Tensor([count, count]) {
      multiply(
        matrix.matrix(transposed: !isByRows), matrix.matrix(transposed: isByRows), into: $0)
    }
    let lengths = (0..<count).map { Double(products[$0 * count + $0]) }
    var (sum, largest) = (0.0, 0.0)
    for row in 0..<count {
      for column in 0..<row where lengths[row] > 0 && lengths[column] > 0 {
        let product = Double(products[row * count + column])
        let square = product * product / (lengths[row] * lengths[column])
        sum += square
        largest = max(largest, square)
      }
    }
    return (sum, largest)
  }
}
