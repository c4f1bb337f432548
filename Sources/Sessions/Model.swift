// A network with a name, and the pass that is being looked at.

package import Networks

/// A model of the session.
package struct Model: Sendable, Equatable {
  package var name: String
  package var network: Network
  /// The pass in progress or done, on the current batch.
  package var run: Run?
  /// Earlier states of that pass, for `step back`.
  package var trail: [Run] = []

  package init(name: String, network: Network) {
    self.name = name
    self.network = network
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
      && left.run?.position == right.run?.position
      && left.run?.values.compactMap({ $0 }) == right.run?.values.compactMap { $0 }
      && left.run?.gradientsByName == right.run?.gradientsByName
      && left.trail.count == right.trail.count
  }
}
