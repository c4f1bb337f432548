// The loss of regression: the mean squared distance between scores and targets.

package import Tensors

/// L = (1/NC) Σ (z − t)², for scores z [N, C] and targets t [N, C], which are onehot(y) for labels y.
///
/// dz = 2 (z − t)/NC. Source: PyTorch `torch.nn.MSELoss`, whose mean is over all elements.
package struct MeanSquaredError: Loss {
  package let targets: Tensor
  /// (1/C) Σ_c (z − t)² of every example.
  package let losses: [Double]
  package let hits: [Bool]?
  package let gradient: Tensor

  /// Throws `LabelMismatch` unless there is one label from 0..<C, or one row of targets, for each of
  /// the N examples.
  package init(
    scores: Tensor, labels: [Int], targets: Tensor? = nil
  ) throws(LabelMismatch) {
    try Objective.meanSquaredError.check(scores: scores.shape, labels: labels, targets: targets)
    let classes = scores.shape[1]
    let given = targets
    let targets = given ?? oneHot(labels, classes: classes)
    let losses = labels.indices.map { example in
      (example * classes..<(example + 1) * classes).reduce(0.0) { total, index in
        let distance = Double(scores[index]) - Double(targets[index])
        return total + distance * distance
      } / Double(classes)
    }
    self.targets = targets
    self.losses = losses
    hits = scores.hits(labels, losses: losses, targets: given)
    gradient = (2 / Float(scores.count)) * (scores - targets)
  }

  /// Scores equal to the targets cost nothing.
  package var floor: Double { 0 }

  /// H dz = 2 dz / NC.
  package func curvature(_ dz: Tensor) -> Tensor { (2 / Float(dz.count)) * dz }
}
