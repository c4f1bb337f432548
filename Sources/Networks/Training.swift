// One step of training: forward, backward, update.

package import Layers
package import Tensors

/// A network that learns: weights, optimizer, and the random numbers of its next step.
package struct Training: Sendable {
  package private(set) var network: Network
  package private(set) var optimizer: Optimizer
  private let objective: Objective
  private let randomness: Randomness
  private let memory: Int
  /// What the steps before did.
  private var program: Program?
  /// Steps taken.
  package private(set) var steps = 0

  /// What one step measured, before its update.
  package struct Outcome: Sendable {
    package let loss: Double
    /// The share of examples whose largest logit is their label's; nil where nothing is classified.
    package let accuracy: Double?
    /// Who first gave nan or inf, if anybody did; the update was then not made.
    package let notFinite: NotFinite?
  }

  /// - Parameter memory: bytes that activations and their gradients may take.
  package init(
    _ network: Network, optimizer: Optimizer, objective: Objective = .crossEntropy(),
    randomness: Randomness, memory: Int
  ) {
    self.network = network
    self.optimizer = optimizer
    self.objective = objective
    self.randomness = randomness
    self.memory = memory
  }

  /// Learns from one batch; `targets` [N, C] stand in for the labels where they are given.
  package mutating func step(
    x: Tensor, labels: [Int], targets: Tensor? = nil
  ) throws(NetworkMistake) -> Outcome {
    let program = try program(for: x.shape)
    var run = Run(
      network, program: program, x: x, labels: labels, targets: targets, objective: objective,
      phase: .training, randomness: randomness.split(by: steps), keepsGradients: false)
    run.finish()
    guard run.isFinite else {
      return Outcome(
        loss: run.loss?.value ?? .nan, accuracy: run.loss?.accuracy,
        notFinite: autopsy(of: program, x, labels, targets))
    }
    let outcome = Outcome(
      loss: run.loss?.value ?? .nan, accuracy: run.loss?.accuracy, notFinite: nil)
    let gradients = run.parameterGradients
    network = run.network
    // From here on nobody else holds the weights, so that they can be changed in place.
    _ = consume run
    optimizer.update(&network, gradients: gradients)
    steps += 1
    return outcome
  }

  /// The program for batches of shape `input`: a step changes numbers, and no layer or shape.
  private mutating func program(for input: Shape) throws(NetworkMistake) -> Program {
    if let program, program.input == input { return program }
    let new = try Program(network, input: input, memory: memory)
    program = new
    return new
  }

  /// Where the same step first gives nan or inf, looked at closely.
  private func autopsy(
    of program: Program, _ x: Tensor, _ labels: [Int], _ targets: Tensor?
  ) -> NotFinite? {
    var run = Run(
      network, program: program, x: x, labels: labels, targets: targets, objective: objective,
      phase: .training, randomness: randomness.split(by: steps))
    run.finish()
    return run.notFinite
  }
}
