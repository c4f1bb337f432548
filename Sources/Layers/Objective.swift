// Which loss is made small, and what it asks of scores and targets.

import Kernels
package import Tensors

/// A rule for the loss. Targets are labels, or numbers [N, C] for scores [N, C].
package enum Objective: Sendable, Equatable {
  /// Mean cross-entropy; `smoothing` ε moves a share ε of every target to all classes alike.
  case crossEntropy(smoothing: Double = 0)
  /// The mean over all elements of the squared distance to the targets.
  case meanSquaredError

  /// Rows of targets for cross-entropy may miss the sum 1 by so much: single precision, and some
  /// carelessness of other programs.
  private static let shareTolerance = 1e-3

  /// The loss of `scores` [N, C]; `targets` [N, C] stand in for the labels where they are given.
  package func loss(
    of scores: Tensor, labels: [Int], targets: Tensor? = nil
  ) throws(LabelMismatch) -> any Loss {
    switch self {
    case .crossEntropy(let smoothing):
      try CrossEntropy(logits: scores, labels: labels, targets: targets, smoothing: smoothing)
    case .meanSquaredError:
      try MeanSquaredError(scores: scores, labels: labels, targets: targets)
    }
  }

  /// Throws unless scores of shape `scores` have this loss.
  package func check(
    scores: Shape, labels: [Int], targets: Tensor? = nil
  ) throws(LabelMismatch) {
    guard scores.rank == 2, scores[0] == labels.count, !labels.isEmpty else {
      throw .count(logits: scores, labels: labels.count)
    }
    let classes = scores[1]
    if let targets {
      guard targets.shape == scores else {
        throw .targets(logits: scores, targets: targets.shape)
      }
      guard self != .meanSquaredError else { return }
      for example in labels.indices {
        let row = (example * classes..<(example + 1) * classes).map { Double(targets[$0]) }
        let sum = row.reduce(0, +)
        guard abs(sum - 1) <= Self.shareTolerance, row.allSatisfy({ $0 >= 0 }) else {
          throw .shares(example: example, sum: sum)
        }
      }
    } else if let example = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
      throw .range(example: example, label: labels[example], classes: classes)
    }
  }

  /// The word of the language.
  package var name: String {
    switch self {
    case .crossEntropy: "crossentropy"
    case .meanSquaredError: "mse"
    }
  }

  /// The definition and the gradient in the papers' symbols.
  package var formula: String {
    switch self {
    case .crossEntropy(0): "L = −(1/N) Σₙ log softmax(z)ₙ,yₙ;  dz = (softmax(z) − onehot(y)) / N"
    case .crossEntropy:
      "L = −(1/N) Σₙ Σ_c t log softmax(z), t = (1 − ε) onehot(y) + ε/C;  dz = (softmax(z) − t) / N"
    case .meanSquaredError: "L = (1/NC) Σ (z − onehot(y))²;  dz = 2 (z − onehot(y)) / NC"
    }
  }
}

/// 1 where the label is and 0 elsewhere, [N, classes].
func oneHot(_ labels: [Int], classes: Int) -> Tensor {
  Tensor([labels.count, classes]) { targets in
    for index in 0..<labels.count * classes { targets[index] = 0 }
    for (example, label) in labels.enumerated() { targets[example * classes + label] = 1 }
  }
}
