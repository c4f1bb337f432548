// What the loss of a network is before it has learned anything, and the least it can become.

import Foundation
import Layers
import Tensors
import Testing

/// A mean of random losses may be off by so many of its standard deviations.
private let deviations = 4.0
/// A few roundings of Float32 on numbers of size 1.
private let roundingTolerance = 1e-6

@Suite("Laws of the loss") struct LossLawTests {
  /// Law 13: the variance of the scores, and the loss of ten classes.
  static let starts: [(variance: Double, loss: Double)] = [
    (1e-6, 2.3026), (1.0 / 6, 2.3765), (1, 2.737), (2, 3.108),
  ]

  @Test(arguments: starts)
  func `the loss at the start is the logarithm of the classes and a price for the scores' spread`(
    variance: Double, loss: Double
  ) throws {
    let examples = 40_000
    let logits = Randomness(seed: 13).normal(
      [examples, 10], deviation: Float(variance.squareRoot()))
    let losses = try CrossEntropy(logits: logits, labels: (0..<examples).map { $0 % 10 }).losses
    let mean = losses.reduce(0, +) / Double(examples)
    let spread = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot() / Double(examples)
    // The laws' values are rounded, and were simulated where the variance is large.
    #expect(abs(mean - loss) < deviations * spread + 1e-3)
    if variance < 0.5 {
      let formula = log(10) + variance / 2 - (exp(variance) - 1) / 20
      #expect(abs(formula - loss) < 1e-3)
    }
  }

  /// Law 14.
  @Test func `biases that are the logarithms of the shares cost the entropy of the labels`() throws
  {
    let labels = [0, 0, 0, 0, 1, 1, 2, 3]
    let shares = [0.5, 0.25, 0.125, 0.125]
    let logits = Tensor([8, 4], labels.flatMap { _ in shares.map { log($0) } })
    let loss = try CrossEntropy(logits: logits, labels: labels)
    #expect(abs(loss.value - entropy(shares)) < roundingTolerance)
    // And there the gradients of the biases vanish.
    for sum in loss.gradient.channelSums(.channels(of: [8, 4])) {
      #expect(abs(sum) < roundingTolerance)
    }
  }

  /// Law 15: targets that are no single class (smoothed, or mixed of two) as examples that agree
  /// in everything but their labels.
  @Test(arguments: [[0.925, 0.025, 0.025, 0.025], [0.7, 0.3, 0, 0], [0.25, 0.25, 0.25, 0.25]])
  func `the least loss of soft targets is their entropy, and nothing near costs less`(
    targets: [Double]
  ) throws {
    let labels = targets.enumerated().flatMap { label, share in
      Array(repeating: label, count: Int((share * 40).rounded()))
    }
    func loss(_ logits: [Double]) throws -> CrossEntropy {
      try CrossEntropy(
        logits: Tensor([40, 4], (0..<40).flatMap { _ in logits }), labels: labels)
    }
    let best = targets.map { log(max($0, 1e-12)) }
    let least = try loss(best)
    #expect(abs(least.value - entropy(targets)) < roundingTolerance)
    for label in 0..<4 {
      for step in [-0.1, 0.1] {
        var moved = best
        moved[label] += step
        #expect(try loss(moved).value > least.value - roundingTolerance)
      }
    }
    let slope = least.gradient.channelSums(.channels(of: [40, 4]))
    #expect(slope.allSatisfy { abs($0) < roundingTolerance })
  }

  private func entropy(_ shares: [Double]) -> Double {
    shares.reduce(0) { $0 - ($1 > 0 ? $1 * log($1) : 0) }
  }
}
