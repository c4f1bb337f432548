// Where the singular values of a random matrix lie.

import Layers
import Networks
import Tensors

/// The edges between which the singular values of a wide matrix of independent entries lie, apart
/// from those that are 0: s |√n − √p| and s (√n + √p), with p rows of n entries of mean 0 and
/// variance s².
///
/// Source: Marchenko and Pastur 1967. For a rectified layer of He's start values half of the rows
/// remain and s² = 2/n: √2 − 1 and √2 + 1.
package struct MarchenkoPastur: Sendable, Equatable {
  package var low: Double
  package var high: Double
  /// The measured share of the singular values that are not 0 between the edges, each example
  /// held against its own.
  package var shareInside: Double

  /// The weight W where J = D W: a dense layer, with or without a rectifier's zeros and ones D
  /// behind it. nil for other stretches, whose entries are not independent.
  static func weight(_ map: Linearization) -> Tensor? {
    guard let layers = map.layers else { return nil }
    let computing = layers.filter { !($0 is Flatten || $0 is Identity) }
    guard let dense = computing.first as? Dense, computing.dropFirst().allSatisfy({ $0 is ReLU }),
      let weight = dense.parameters["weight"], weight.count > 0
    else { return nil }
    return weight
  }

  /// The edges for a matrix of `rows` active rows and `columns` columns.
  static func edges(variance: Double, rows: Int, columns: Int) -> ClosedRange<Double> {
    let scale = variance.squareRoot()
    let (root, other) = (Double(rows).squareRoot(), Double(columns).squareRoot())
    return scale * abs(root - other)...scale * (root + other)
  }
}
