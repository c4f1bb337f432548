// Which loss is made small, and what it asks of scores and targets.

import Kernels
package import Tensors

/// A rule for the loss. Targets are labels, or numbers [N, C] for scores [N, C].
package enum Objective: Sendable, Equatable {
  /// Mean cross-entropy; `smoothing` ε moves a share ε of every target to all classes alike.
  case crossEntropy(smoothing: Double = 0)
  /// The mean over all elements of the squared distance to the targets.
  case meanSquaredError

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
      if let broken = targets.firstWithoutShares {
        throw .shares(example: broken.example, sum: broken.sum)
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

  /// The names of all of them, as `loss` takes them.
  package static let names = [Objective.crossEntropy().name, Objective.meanSquaredError.name]

  /// The definition and the gradient in the papers' symbols.
  ///
  /// - Parameter hasTargets: whether the batch brings targets along, which then stand in for labels.
  package func formula(hasTargets: Bool) -> String {
    let target = hasTargets ? "y" : "onehot(y)"
    let meaning = hasTargets ? ", y the batch's targets" : ""
    return switch self {
    case .crossEntropy(0) where !hasTargets:
      "L = −(1/N) Σₙ log softmax(z)ₙ,yₙ;  dz = (softmax(z) − onehot(y)) / N"
    case .crossEntropy(0):
      "L = −(1/N) Σₙ Σ_c y log softmax(z)\(meaning);  dz = (softmax(z) − y) / N"
    case .crossEntropy:
      "L = −(1/N) Σₙ Σ_c t log softmax(z), t = (1 − ε) \(target) + ε/C\(meaning);  "
        + "dz = (softmax(z) − t) / N"
    case .meanSquaredError:
      "L = (1/NC) Σ (z − \(target))²\(meaning);  dz = 2 (z − \(target)) / NC"
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
