// The loss of one example, worked out from its definition and compared with what the run holds.

import Foundation
import Layers
package import Networks
import Tensors

/// How the loss of one example comes about, class by class, in Float64.
package struct LossExplanation: Sendable, Equatable {
  /// One output.
  package struct Row: Sendable, Equatable {
    /// z.
    package var score: Double
    /// t: what the score, or its share, should have been.
    package var target: Double
    /// p = softmax(z), under cross-entropy.
    package var share: Double?
    /// dL/dz.
    package var gradient: Double
    /// What the run holds of it, in Float32.
    package var held: Double
  }

  package var example: Int
  package var rows: [Row]
  /// ℓ: the loss is the mean of these over the batch.
  package var value: Double
  /// What the run holds of it.
  package var held: Double

  /// Whether both are the same numbers as far as Float32 can tell.
  package var agrees: Bool {
    func isSame(_ a: Double, _ b: Double, size: Double) -> Bool {
      a.isNaN || b.isNaN ? a.isNaN && b.isNaN : a == b || abs(a - b) <= 1e-5 * size
    }
    let size = rows.map { abs($0.gradient) }.max() ?? 0
    return isSame(value, held, size: max(1e-3, abs(value)))
      && rows.allSatisfy { isSame($0.gradient, $0.held, size: size) }
  }

  /// nil before the loss is known, or without such an example.
  package init?(_ example: Int, of run: Run) {
    guard let loss = run.loss, let output = run.output, loss.losses.indices.contains(example) else {
      return nil
    }
    let (examples, classes) = (Double(output.shape[0]), output.shape[1])
    let row = example * classes..<(example + 1) * classes
    let scores = row.map { Double(output[$0]) }
    let targets = row.map { Double(loss.targets[$0]) }
    let held = row.map { Double(loss.gradient[$0]) }
    self.example = example
    self.held = loss.losses[example]
    switch run.objective {
    case .crossEntropy:
      let largest = scores.max() ?? 0
      let total = scores.reduce(0) { $0 + exp($1 - largest) }
      let shares = scores.map { exp($0 - largest) / total }
      let sum = targets.reduce(0, +)
      value = zip(targets, scores).reduce(0) { cost, pair in
        pair.0 == 0 ? cost : cost + pair.0 * (largest + log(total) - pair.1)
      }
      rows = scores.indices.map { index in
        Row(
          score: scores[index], target: targets[index], share: shares[index],
          gradient: (shares[index] * sum - targets[index]) / examples, held: held[index])
      }
    case .meanSquaredError:
      let distances = zip(scores, targets).map { $0 - $1 }
      value = distances.reduce(0) { $0 + $1 * $1 } / Double(classes)
      rows = scores.indices.map { index in
        Row(
          score: scores[index], target: targets[index], share: nil,
          gradient: 2 * distances[index] / (examples * Double(classes)), held: held[index])
      }
    }
  }
}
