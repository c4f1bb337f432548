// A network with a name, and the pass that is being looked at.

package import Networks

/// A model of the session.
package struct Model: Sendable, Equatable {
  package var name: String
  package var network: Network {
    didSet { learning = nil }
  }
  /// The optimizer with its moments after training these weights; other weights begin anew.
  package var learning: Optimizer?
  /// The pass in progress or done, on the current batch.
  package var run: Run?
  /// Earlier states of that pass, for `step back`.
  package var trail: [Run] = []

  package init(name: String, network: Network) {
    self.name = name
    self.network = network
  }

  /// `optimizer` with the moments of this model's training so far, if that went by the same rule.
  package func continuing(_ optimizer: Optimizer) -> Optimizer {
    guard var learning, learning.rule == optimizer.rule else { return optimizer.fresh }
    learning.learningRate = optimizer.learningRate
    learning.weightDecay = optimizer.weightDecay
    return learning
  }

  /// Takes over a pass and the running statistics it gathered; weights and moments stay.
  package mutating func keep(_ run: Run) {
    let moments = learning
    network = run.network
    learning = moments
    self.run = run
  }

  /// Forgets the pass: the batch, the weights or the layers have changed.
  package mutating func reset() {
    run = nil
    trail = []
  }

  package static func == (left: Model, right: Model) -> Bool {
    left.name == right.name && left.network.chain.notation == right.network.chain.notation
      && left.network.input == right.network.input
      && left.network.parameters == right.network.parameters
      && left.network.buffers == right.network.buffers
      && left.learning == right.learning
      && left.run?.position == right.run?.position
      && left.run?.values.compactMap({ $0 }) == right.run?.values.compactMap { $0 }
      && left.run?.gradientsByName == right.run?.gradientsByName
      && left.trail.count == right.trail.count
  }
}
