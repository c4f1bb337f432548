// The loss of classification: mean cross-entropy between scores and labels, with its derivatives.

import Foundation
import Kernels
package import Tensors

/// L = (1/N) Σₙ ℓₙ, ℓₙ = ln Σ_c e^z[n, c] − z[n, yₙ], for scores (logits) z [N, C] and labels y.
///
/// With probabilities p = e^z / Σ e^z: dz = (p − onehot(y))/N. Source: PyTorch
/// `torch.nn.CrossEntropyLoss`.
package struct CrossEntropy: Sendable {
  package let labels: [Int]
  /// p [N, C].
  package let probabilities: Tensor
  /// ℓₙ of every example.
  package let losses: [Double]
  /// Whether the largest score of each example is its label's. Of equal scores the first counts.
  package let hits: [Bool]

  /// Throws `LabelMismatch` unless there is one label from 0..<C for each of the N examples.
  package init(logits: Tensor, labels: [Int]) throws(LabelMismatch) {
    guard logits.shape.rank == 2, logits.shape[0] == labels.count, !labels.isEmpty else {
      throw .count(logits: logits.shape, labels: labels.count)
    }
    let classes = logits.shape[1]
    if let example = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
      throw .range(example: example, label: labels[example], classes: classes)
    }
    self.labels = labels
    var losses: [Double] = []
    var hits: [Bool] = []
    probabilities = Tensor(logits.shape) { probabilities in
      for (example, label) in labels.enumerated() {
        let row = example * classes..<(example + 1) * classes
        var best = row.lowerBound
        for index in row where logits[index] > logits[best] { best = index }
        // ln Σ eᶻ = max z + ln Σ e^(z − max z): nothing overflows
        let largest = Double(logits[best])
        let total = row.reduce(0.0) { $0 + exp(Double(logits[$1]) - largest) }
        let logarithm = largest + log(total)
        for index in row { probabilities[index] = Float(exp(Double(logits[index]) - logarithm)) }
        losses.append(logarithm - Double(logits[row.lowerBound + label]))
        hits.append(best == row.lowerBound + label && !losses[example].isNaN)
      }
    }
    self.losses = losses
    self.hits = hits
  }

  /// L.
  package var value: Double { losses.reduce(0, +) / Double(losses.count) }

  /// The share of examples whose largest score is their label's.
  package var accuracy: Double { Double(hits.count { $0 }) / Double(hits.count) }

  /// dz = (p − onehot(y)) / N, [N, C].
  package var gradient: Tensor {
    let share = 1 / Float(labels.count)
    var gradient = share * probabilities
    gradient.update { gradient in
      for (example, label) in labels.enumerated() {
        gradient[example * probabilities.shape[1] + label] -= share
      }
    }
    return gradient
  }

  /// dL = ⟨(p − onehot(y))/N, dz⟩: how fast L changes along dz [N, C].
  package func jvp(_ dz: Tensor) -> Double { gradient.dot(dz) }

  /// The change of the gradient along dz [N, C]: H dz = p (dz − Σ_c p dz) / N.
  package func curvature(_ dz: Tensor) -> Tensor {
    let classes = probabilities.shape[1]
    return Tensor(dz.shape) { result in
      for example in labels.indices {
        let row = example * classes..<(example + 1) * classes
        let mean = row.reduce(0.0) { $0 + Double(probabilities[$1]) * Double(dz[$1]) }
        for index in row {
          result[index] = probabilities[index] * (dz[index] - Float(mean)) / Float(labels.count)
        }
      }
    }
  }
}

/// Labels that do not fit the scores, as facts.
package enum LabelMismatch: Error, Sendable, Equatable {
  /// Scores that are not [N, C] with one label an example.
  case count(logits: Shape, labels: Int)
  /// A label that is no class.
  case range(example: Int, label: Int, classes: Int)
}
