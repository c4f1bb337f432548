// The loss of classification: mean cross-entropy between scores and targets, with its derivatives.

import Foundation
import Kernels
package import Tensors

/// L = (1/N) Σₙ ℓₙ, ℓₙ = −Σ_c t[n, c] log p[n, c], for scores (logits) z [N, C] with probabilities
/// p = e^z / Σ e^z. The targets t are onehot(y) for labels y, or shares that sum to 1; smoothing ε
/// makes them (1 − ε) t + ε/C.
///
/// dz = (p − t)/N. Sources: PyTorch `torch.nn.CrossEntropyLoss`; Szegedy et al. 2016, section 7
/// (smoothing).
package struct CrossEntropy: Loss {
  /// t [N, C], smoothed.
  package let targets: Tensor
  /// p [N, C].
  package let probabilities: Tensor
  /// ℓₙ of every example.
  package let losses: [Double]
  package let hits: [Bool]?

  /// Throws `LabelMismatch` unless there is one label from 0..<C, or one row of shares, for each of
  /// the N examples.
  package init(
    logits: Tensor, labels: [Int], targets: Tensor? = nil, smoothing: Double = 0
  ) throws(LabelMismatch) {
    try Objective.crossEntropy().check(scores: logits.shape, labels: labels, targets: targets)
    let classes = logits.shape[1]
    var shares = targets ?? oneHot(labels, classes: classes)
    if smoothing > 0 {
      let spread = smoothing / Double(classes)
      shares = shares.map { Float((1 - smoothing) * Double($0) + spread) }
    }
    var losses: [Double] = []
    let (scores, targeted) = (logits.buffer, shares.buffer)
    probabilities = Tensor(logits.shape) { probabilities in
      for example in labels.indices {
        let row = example * classes..<(example + 1) * classes
        // ln Σ eᶻ = max z + ln Σ e^(z − max z): nothing overflows
        let largest = row.reduce(-Double.infinity) { max($0, Double(scores[$1])) }
        let total = row.reduce(0.0) { $0 + exp(Double(scores[$1]) - largest) }
        let logarithm = largest + log(total)
        for index in row { probabilities[index] = Float(exp(Double(scores[index]) - logarithm)) }
        // What has no share costs nothing, even where its score is −∞.
        losses.append(
          row.reduce(total.isNaN ? .nan : 0) { cost, index in
            targeted[index] == 0
              ? cost : cost + Double(targeted[index]) * (logarithm - Double(scores[index]))
          })
      }
    }
    self.targets = shares
    self.losses = losses
    hits = logits.hits(labels, losses: losses, targets: targets)
  }

  /// The entropy of the targets, −(1/N) Σ t log t: what is left when p = t.
  package var floor: Double {
    let rows = totals
    let classes = targets.shape[1]
    return (0..<targets.count).reduce(0.0) { entropy, index in
      let share = Double(targets[index])
      return share == 0 ? entropy : entropy - share * log(share / rows[index / classes])
    } / Double(rows.count)
  }

  /// dz = (p Σ_c t − t) / N, [N, C]; Σ_c t = 1 but for rounding.
  package var gradient: Tensor {
    let share = 1 / Float(losses.count)
    return scaled(probabilities) - share * targets
  }

  /// H dz = p (dz − Σ_c p dz) / N.
  package func curvature(_ dz: Tensor) -> Tensor {
    let classes = probabilities.shape[1]
    let (p, dz) = (probabilities.buffer, dz.buffer)
    return scaled(
      Tensor(probabilities.shape) { result in
        for example in losses.indices {
          let row = example * classes..<(example + 1) * classes
          let mean = row.reduce(0.0) { $0 + Double(p[$1]) * Double(dz[$1]) }
          for index in row { result[index] = p[index] * (dz[index] - Float(mean)) }
        }
      })
  }

  /// Σ_c t of every example.
  private var totals: [Double] {
    let (classes, targets) = (targets.shape[1], targets.buffer)
    return losses.indices.map { example in
      (0..<classes).reduce(0.0) { $0 + Double(targets[example * classes + $1]) }
    }
  }

  /// Every row of `rows` times Σ_c t / N.
  private func scaled(_ rows: Tensor) -> Tensor {
    let classes = rows.shape[1]
    let factors = totals.map { Float($0 / Double(losses.count)) }
    let numbers = rows.buffer
    return Tensor(rows.shape) { result in
      for index in 0..<rows.count { result[index] = factors[index / classes] * numbers[index] }
    }
  }
}
