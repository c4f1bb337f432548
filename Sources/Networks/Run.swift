// A forward and a backward pass as a value with a cursor: one instruction a step.

import Kernels
package import Layers
package import Tensors

/// One pass over one batch. `step()` does one instruction; `forward` and `backward` of the
/// commands are nothing but many steps. Stepping back is keeping an earlier value.
package struct Run: Sendable {
  package let program: Program
  /// The network as it was when the run began; running statistics are taken up by `absorbing`.
  package private(set) var network: Network
  package let labels: [Int]
  /// Targets [N, C] in place of the labels, if there are any.
  package let targets: Tensor?
  package let objective: Objective
  package let phase: Phase
  package let randomness: Randomness
  /// What is kept for a learner to look at.
  private let keepsGradients: Bool

  /// What is done in one go when nothing is kept to look at.
  let fusions: Program.Fusions?
  /// What has been measured of registers, and what has gone through their gradients, on the way.
  var measured: [Int: ColumnMoments] = [:]
  var gates: [Int: RectifierGate] = [:]

  /// What this pass drops, residual branches whose gate is closed: their instructions up to the gate.
  private let dropped: [Range<Int>]

  /// How many steps have been taken: first every instruction, then the loss, then every
  /// instruction backward.
  package private(set) var position = 0
  /// The value of each register, as far as it is known.
  package private(set) var values: [Tensor?]
  /// What each instruction's forward pass left behind.
  package private(set) var passes: [Pass?]
  /// The loss and its gradient with respect to the network's output.
  package private(set) var loss: (any Loss)?
  /// The loss's gradient with respect to each register, as far as it is known.
  package internal(set) var gradients: [Tensor?]
  /// The loss's gradient with respect to each layer's parameters.
  package private(set) var parameterGradients: [NamedTensors?]
  /// Whether those hold no nan or inf; looked at only if gradients are not kept.
  private(set) var hasFiniteGradients = true
  /// The first instruction whose output holds nan or inf, if gradients are kept.
  package private(set) var firstNotFinite: Int?

  /// Begins a run.
  ///
  /// - Parameter keepsGradients: whether gradients of activations stay for inspection; training
  ///   lets them go.
  package init(
    _ network: Network, program: Program, x: Tensor, labels: [Int],
    targets: Tensor? = nil, objective: Objective = .crossEntropy(), phase: Phase,
    randomness: Randomness, keepsGradients: Bool = true
  ) {
    self.network = network
    self.program = program
    self.labels = labels
    self.targets = targets
    self.objective = objective
    self.phase = phase
    self.randomness = randomness
    self.keepsGradients = keepsGradients
    dropped = program.gatedBranches.filter { branch in
      phase == .training && !branch.gate.isOpen(randomness.split(by: branch.name))
    }.map(\.instructions)
    let count = program.instructions.count
    fusions = keepsGradients ? nil : program.fusions
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

  /// The residual blocks that can be dropped, in order, and whether this pass drops them.
  package var branches: [(name: String, survival: Double, isDropped: Bool)] {
    program.gatedBranches.map {
      ($0.block, $0.gate.survival, dropped.contains($0.instructions))
    }
  }

  /// Whether instruction `index` belongs to a branch that this pass drops.
  package func drops(_ index: Int) -> Bool { dropped.contains { $0.contains(index) } }

  /// Whether the layer called `name` does.
  package func drops(_ name: String) -> Bool {
    program.instructions.firstIndex { $0.name == name }.map(drops) ?? false
  }

  /// Whether instruction `index` gives nothing to the output of `stretch`, because it ends in a
  /// closed gate there.
  func blocks(_ index: Int, in stretch: Range<Int>) -> Bool {
    dropped.contains { $0.contains(index) && stretch.contains($0.upperBound) }
  }

  private mutating func forward(_ index: Int) {
    let instruction = program.instructions[index]
    // What is dropped is computed only for those who look at it.
    if !keepsGradients, drops(index) {
      values[index + 1] = .zeros(instruction.outputShape)
      return
    }
    if fusions?.isWaiting[index] ?? false { return }
    if let fusion = fusions?.endingAt[index] {
      let moments = measured.removeValue(forKey: fusion.input)
      guard let pass = forward(fusion, measured: moments) else { return }
      passes[index] = pass
      values[index + 1] = pass.output
      return absorb(pass, into: fusion.layer)
    }
    let inputs = instruction.inputs.compactMap { values[$0] }
    let pass: Pass
    if let measured = forwardMeasured(index, inputs) {
      pass = measured
    } else {
      pass = instruction.forward(
        inputs, layers: network.layers, phase: phase, randomness: randomness)
    }
    passes[index] = pass
    values[index + 1] = pass.output
    guard !drops(index) else { return }
    if keepsGradients, firstNotFinite == nil, !pass.output.isFinite { firstNotFinite = index }
    absorb(pass, into: index)
  }

  /// Lets the layer of instruction `index` take up what its pass measured.
  private mutating func absorb(_ pass: Pass, into index: Int?) {
    guard phase == .training, let index,
      case .layer(let layer) = program.instructions[index].operation
    else { return }
    network.layers[layer].layer.absorb(pass)
  }

  private mutating func computeLoss() {
    guard let output else { return }
    guard let loss = try? objective.loss(of: output, labels: labels, targets: targets)
    else { return }
    self.loss = loss
    gradients[program.instructions.count] = loss.gradient
  }

  private mutating func backward(_ index: Int) {
    let instruction = program.instructions[index]
    if drops(index) { return clear(index) }
    if let fusion = fusions?.endingAt[index] { return backward(fusion) }
    guard let dy = gradients[index + 1], let pass = passes[index] else { return }
    let isFirst = instruction.inputs == [0]
    let wanted: Wanted = isFirst && !keepsGradients ? .parameters : .all
    if !keepsGradients, let layer = fusing(index) {
      backward(layer, index, dy, pass, wanted)
      return forget(index)
    }
    let result = instruction.vjp(
      dy, of: pass, inputShapes: instruction.inputs.map { program.shape(of: $0) },
      layers: network.layers, wanted: wanted)
    for (register, gradient) in zip(instruction.inputs, result.inputs) {
      if let gradient { add(gradient, to: register) }
    }
    if case .layer(let layer) = instruction.operation {
      keep(result.parameters, of: layer)
    }
    if !keepsGradients { forget(index) }
  }

  /// Takes the gradients of a layer, and looks at them while they are still in the cache.
  mutating func keep(_ gradients: NamedTensors, of layer: Int) {
    parameterGradients[layer] = gradients
    if !keepsGradients, !gradients.isFinite { hasFiniteGradients = false }
  }

  /// A register that several instructions read receives the sum of their gradients.
  mutating func add(_ gradient: Tensor, to register: Int) {
    if gradients[register] == nil {
      gradients[register] = gradient
    } else {
      gradients[register]? += gradient
    }
  }

  /// Gives back the memory of instruction `index`, whose backward step is done.
  mutating func forget(_ index: Int) {
    gradients[index + 1] = nil
    passes[index] = nil
    values[index + 1] = nil
  }

  /// The gradient of what was dropped is 0, whatever its weights are: momentum and weight decay go
  /// on.
  private mutating func clear(_ index: Int) {
    if keepsGradients {
      for register in program.instructions[index].inputs where gradients[register] == nil {
        gradients[register] = .zeros(program.shape(of: register))
      }
    } else {
      values[index + 1] = nil
      gradients[index + 1] = nil
    }
    guard case .layer(let layer) = program.instructions[index].operation else { return }
    parameterGradients[layer] = NamedTensors(
      network.layers[layer].layer.parameters.pairs.map { ($0.name, .zeros($0.tensor.shape)) })
  }

  /// The same pass, at its start, of the same network with other weights.
  package func again(with network: Network) -> Run {
    Run(
      network, program: program, x: values[0] ?? .zeros(program.input), labels: labels,
      targets: targets, objective: objective, phase: phase, randomness: randomness,
      keepsGradients: keepsGradients)
  }

  /// Steps until the loss is known; stops early when `isCancelled` says so.
  package mutating func finishForward(isCancelled: () -> Bool = { false }) {
    while !isForwardDone, !isCancelled() { step() }
  }

  /// Steps to the end; stops early when `isCancelled` says so.
  package mutating func finish(isCancelled: () -> Bool = { false }) {
    while next != nil, !isCancelled() { step() }
  }

  /// The same pass with a layer or block of the top level left out: its input stands in for its
  /// output, and of a residual block what its shortcut gives. What came before stays as it was;
  /// the way on to the loss is to be stepped again.
  ///
  /// - Returns: nil when the stand-in has another shape, or the forward pass is not done.
  package func without(_ stretch: Program.Stretch) -> Run? {
    let residual = program.residuals.first { $0.name == stretch.name }
    let source = residual?.shortcut.output ?? stretch.input
    guard isForwardDone, program.shape(of: source) == program.shape(of: stretch.output) else {
      return nil
    }
    var run = self
    run.position = stretch.instructions.upperBound
    run.values[stretch.output] = values[source]
    run.loss = nil
    return run
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
