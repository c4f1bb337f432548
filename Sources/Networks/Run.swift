// A forward and a backward pass as a value with a cursor: one instruction a step.

package import Layers
package import Tensors

/// One pass over one batch. `step()` does one instruction; `forward` and `backward` of the
/// commands are nothing but many steps. Stepping back is keeping an earlier value.
package struct Run: Sendable {
  package let program: Program
  /// The network as it was when the run began; running statistics are taken up by `absorbing`.
  package private(set) var network: Network
  package let labels: [Int]
  package let phase: Phase
  package let randomness: Randomness
  /// What is kept for a learner to look at.
  private let keepsGradients: Bool

  /// How many steps have been taken: first every instruction, then the loss, then every
  /// instruction backward.
  package private(set) var position = 0
  /// The value of each register, as far as it is known.
  package private(set) var values: [Tensor?]
  /// What each instruction's forward pass left behind.
  package private(set) var passes: [Pass?]
  /// The loss and its gradient with respect to the network's output.
  package private(set) var loss: CrossEntropy?
  /// The loss's gradient with respect to each register, as far as it is known.
  package private(set) var gradients: [Tensor?]
  /// The loss's gradient with respect to each layer's parameters.
  package private(set) var parameterGradients: [NamedTensors?]
  /// The first instruction whose output holds nan or inf though its inputs do not.
  package private(set) var firstNotFinite: Int?

  /// Begins a run.
  ///
  /// - Parameter keepsGradients: whether gradients of activations stay for inspection; training
  ///   lets them go.
  package init(
    _ network: Network, program: Program, x: Tensor, labels: [Int], phase: Phase,
    randomness: Randomness, keepsGradients: Bool = true
  ) {
    self.network = network
    self.program = program
    self.labels = labels
    self.phase = phase
    self.randomness = randomness
    self.keepsGradients = keepsGradients
    let count = program.instructions.count
    values = [x] + [Tensor?](repeating: nil, count: count)
    passes = [Pass?](repeating: nil, count: count)
    gradients = [Tensor?](repeating: nil, count: count + 1)
    parameterGradients = [NamedTensors?](repeating: nil, count: network.layers.count)
  }

  /// What a step does.
  package enum Move: Sendable, Equatable {
    case forward(Int)
    case loss
    case backward(Int)
  }

  /// The step that comes next, or nil at the end.
  package var next: Move? { move(at: position) }
  /// The step that was taken last.
  package var last: Move? { position == 0 ? nil : move(at: position - 1) }

  private func move(at position: Int) -> Move? {
    let count = program.instructions.count
    if position < count { return .forward(position) }
    if position == count { return .loss }
    return position <= 2 * count ? .backward(2 * count - position) : nil
  }

  package var isForwardDone: Bool { position > program.instructions.count }
  package var isBackwardDone: Bool { next == nil }
  /// The network's output, once it is known.
  package var output: Tensor? { values[program.instructions.count] }

  /// Takes one step; false at the end.
  @discardableResult
  package mutating func step() -> Bool {
    guard let move = next else { return false }
    switch move {
    case .forward(let index): forward(index)
    case .loss: computeLoss()
    case .backward(let index): backward(index)
    }
    position += 1
    return true
  }

  private mutating func forward(_ index: Int) {
    let instruction = program.instructions[index]
    let inputs = instruction.inputs.compactMap { values[$0] }
    let pass = instruction.forward(
      inputs, layers: network.layers, phase: phase, randomness: randomness)
    passes[index] = pass
    values[index + 1] = pass.output
    // A sum in Float64 cannot overflow, so it is finite exactly when every element is.
    if firstNotFinite == nil, !pass.output.sum.isFinite { firstNotFinite = index }
    if phase == .training, case .layer(let layer) = instruction.operation {
      network.layers[layer].layer.absorb(pass)
    }
  }

  private mutating func computeLoss() {
    guard let output else { return }
    guard let loss = try? CrossEntropy(logits: output, labels: labels) else { return }
    self.loss = loss
    gradients[program.instructions.count] = loss.gradient
  }

  private mutating func backward(_ index: Int) {
    let instruction = program.instructions[index]
    guard let dy = gradients[index + 1], let pass = passes[index] else { return }
    let isFirst = instruction.inputs == [0]
    let wanted: Wanted = isFirst && !keepsGradients ? .parameters : .all
    let result = instruction.vjp(
      dy, of: pass, inputShapes: instruction.inputs.map { program.shape(of: $0) },
      layers: network.layers, wanted: wanted)
    for (register, gradient) in zip(instruction.inputs, result.inputs) {
      guard let gradient else { continue }
      // A register that several instructions read receives the sum of their gradients.
      if gradients[register] == nil {
        gradients[register] = gradient
      } else {
        gradients[register]? += gradient
      }
    }
    if case .layer(let layer) = instruction.operation {
      parameterGradients[layer] = result.parameters
    }
    if !keepsGradients {
      gradients[index + 1] = nil
      passes[index] = nil
      values[index + 1] = nil
    }
  }

  /// Steps until the loss is known; stops early when `isCancelled` says so.
  package mutating func finishForward(isCancelled: () -> Bool = { false }) {
    while !isForwardDone, !isCancelled() { step() }
  }

  /// Steps to the end; stops early when `isCancelled` says so.
  package mutating func finish(isCancelled: () -> Bool = { false }) {
    while next != nil, !isCancelled() { step() }
  }

  /// The gradients of all parameters under full names; empty before the backward pass is done.
  package var gradientsByName: NamedTensors {
    var result = NamedTensors()
    for (layer, gradients) in zip(network.layers, parameterGradients) {
      if let gradients { result.append(gradients.prefixed(layer.name)) }
    }
    return result
  }
}
