// A loss: one number from scores and targets, with its derivatives.

import Kernels
package import Tensors

/// A loss as it was measured on scores z [N, C].
package protocol Loss: Sendable {
  /// What the scores should have been, [N, C].
  var targets: Tensor { get }
  /// The part of each example; L is their mean.
  var losses: [Double] { get }
  /// Whether the largest score of each example is its label's. Of equal scores the first counts.
  /// nil where nothing is classified: one score an example, or targets that are no shares.
  var hits: [Bool]? { get }
  /// The least value that any scores could give for these targets.
  var floor: Double { get }
  /// dL/dz, [N, C].
  var gradient: Tensor { get }
  /// The change of the gradient along dz [N, C].
  func curvature(_ dz: Tensor) -> Tensor
}

extension Loss {
  /// L.
  package var value: Double { losses.reduce(0, +) / Double(losses.count) }

  /// The share of examples whose largest score is their label's; nil where nothing is classified.
  package var accuracy: Double? { hits.map { Double($0.count { $0 }) / Double($0.count) } }

  /// dL = ⟨dL/dz, dz⟩: how fast L changes along dz [N, C].
  package func jvp(_ dz: Tensor) -> Double { gradient.dot(dz) }
}

/// Labels or targets that do not fit the scores, as facts.
package enum LabelMismatch: Error, Sendable, Equatable {
  /// Scores that are not [N, C] with one label an example.
  case count(logits: Shape, labels: Int)
  /// A label that is no class.
  case range(example: Int, label: Int, classes: Int)
  /// Targets of another shape than the scores.
  case targets(logits: Shape, targets: Shape)
  /// Targets of one example that are no distribution: negative, or of another sum than 1.
  case shares(example: Int, sum: Double)
}

extension Tensor {
  /// Whether the largest score of each row of [N, C] is its label's and its loss a number; nil where
  /// there is but one score, or `targets` that are no shares of classes.
  func hits(_ labels: [Int], losses: [Double], targets: Tensor?) -> [Bool]? {
    let classes = shape[1]
    guard classes > 1, targets?.firstWithoutShares == nil else { return nil }
    let scores = buffer
    return labels.indices.map { example in
      let row = example * classes..<(example + 1) * classes
      var best = row.lowerBound
      for index in row where scores[index] > scores[best] { best = index }
      return best == row.lowerBound + labels[example] && !losses[example].isNaN
    }
  }

  /// Rows of shares may miss the sum 1 by so much: single precision, and some carelessness of other
  /// programs.
  private static let shareTolerance = 1e-3

  /// The first row of [N, C] that is no distribution, and its sum; nil when all are.
  var firstWithoutShares: (example: Int, sum: Double)? {
    let classes = shape[1]
    for example in 0..<shape[0] {
      let row = (example * classes..<(example + 1) * classes).map { Double(self[$0]) }
      let sum = row.reduce(0, +)
      guard abs(sum - 1) <= Self.shareTolerance, row.allSatisfy({ $0 >= 0 }) else {
        return (example, sum)
      }
    }
    return nil
  }
}
