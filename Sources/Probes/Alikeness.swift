// How alike the examples of a batch are, as vectors.

package import Tensors

/// The mean over all pairs of different examples of two measures of likeness. Examples that are 0
/// (for Pearson: the same number throughout) point nowhere and are left out.
package struct Alikeness: Sendable, Equatable {
  /// Mean cosine of the angle between two examples; nan when fewer than two point anywhere.
  package var cosine: Double
  /// The same after each example's own mean is taken from its elements.
  package var pearson: Double
  /// How many examples were left out of the cosine.
  package var zeros: Int

  package init(_ batch: Tensor) {
    let count = batch.shape.examples
    let size = batch.shape.example.count
    let rows = (0..<count).map { row in (row * size..<(row + 1) * size).map { Double(batch[$0]) } }
    (cosine, zeros) = Self.meanCosine(rows)
    pearson =
      Self.meanCosine(
        rows.map { row in
          let mean = row.reduce(0, +) / Double(max(1, size))
          let centred = row.map { $0 - mean }
          // What is left of equal numbers is rounding.
          let spread = centred.reduce(0) { max($0, abs($1)) }
          return spread <= 1e-6 * abs(mean) ? row.map { _ in 0 } : centred
        }
      ).mean
  }

  /// With unit vectors u: Σ over pairs i ≠ j of uᵢ·uⱼ = ‖Σ u‖² − N.
  private static func meanCosine(_ rows: [[Double]]) -> (mean: Double, zeros: Int) {
    var total = [Double](repeating: 0, count: rows.first?.count ?? 0)
    var count = 0
    for row in rows {
      let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0, norm.isFinite else { continue }
      count += 1
      for index in row.indices { total[index] += row[index] / norm }
    }
    guard count > 1 else { return (.nan, rows.count - count) }
    let square = total.reduce(0) { $0 + $1 * $1 }
    return ((square - Double(count)) / Double(count * (count - 1)), rows.count - count)
  }
}
