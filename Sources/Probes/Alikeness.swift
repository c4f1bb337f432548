// How alike the examples of a batch are, as vectors.

import Kernels
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
    let (size, values) = (batch.shape.example.count, batch.values)
    (cosine, zeros) = batch.meanCosine
    let centred = Tensor(batch.shape) { centred in
      for start in stride(from: 0, to: values.count, by: max(1, size)) {
        let row = values[start..<start + size]
        let mean = row.reduce(0.0) { $0 + Double($1) } / Double(size)
        let spread = row.reduce(0.0) { max($0, abs(Double($1) - mean)) }
        // What is left of equal numbers is rounding.
        let isConstant = spread <= Self.rounding * abs(mean)
        for index in row.indices {
          centred[index] = isConstant ? 0 : Float(Double(values[index]) - mean)
        }
      }
    }
    pearson = centred.meanCosine.value
  }

  /// Relative: deviations below it are rounding.
  private static let rounding = 1e-6
}
