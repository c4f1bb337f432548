// Can the network learn one batch by heart? The first thing to ask of any architecture.

package import Layers
package import Networks
package import Tensors

/// The course of training a copy of a network on one batch.
package struct Overfit: Sendable {
  package var reached: Bool
  package var target: Double
  /// Updates made.
  package var steps: Int
  /// The loss before each update, and after the last one.
  package var losses: [Double]
  /// The share of the batch that is classified right at the end; nil where nothing is classified.
  package var accuracy: Double?
  /// The layer that gave nan or inf, if training ended that way.
  package var notFinite: NotFinite?
  /// The copy as it was at the start and at the end.
  package var before: Network
  package var after: Network

  package var loss: Double { losses.last ?? .nan }

  /// Adam's learning rate where nobody chose one: higher than for training, since a batch that is
  /// learned by heart needs no caution, and a sound network of 38 layers comes through in 200 steps.
  package static let rate: Float = 3e-3

  /// Trains a copy until the loss is below `target`, or `steps` updates have been made.
  ///
  /// - Parameter progress: told the number of updates and the loss after each of them.
  package static func measure(
    _ network: Network, x: Tensor, labels: [Int], targets: Tensor? = nil,
    objective: Objective = .crossEntropy(), optimizer: Optimizer, steps: Int, target: Double,
    randomness: Randomness, memory: Int,
    progress: (Int, Double) -> Void, isCancelled: () -> Bool
  ) throws(NetworkMistake) -> Overfit {
    var training = Training(
      network, optimizer: optimizer, objective: objective, randomness: randomness, memory: memory)
    var result = Overfit(
      reached: false, target: target, steps: 0, losses: [], accuracy: nil, before: network,
      after: network)
    while !isCancelled() {
      let kept = training
      let outcome = try training.step(x: x, labels: labels, targets: targets)
      result.losses.append(outcome.loss)
      result.accuracy = outcome.accuracy
      result.notFinite = outcome.notFinite
      result.reached = outcome.loss < target
      progress(result.steps, outcome.loss)
      // The loss was measured before the update, so it belongs to the network before it.
      if result.reached || result.steps == steps || outcome.notFinite != nil {
        result.after = kept.network
        break
      }
      result.steps += 1
    }
    return result
  }
}
