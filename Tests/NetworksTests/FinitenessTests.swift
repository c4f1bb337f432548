// An autopsy of nan and inf names who made them, forward and backward.

import Kernels
import Layers
import Networks
import Tensors
import Testing

@Suite("Autopsies") struct FinitenessTests {
  private static let x = Randomness(seed: 2).normal([3, 2, 4, 4])

  /// conv1 -> relu1 -> residual1(conv1 -> tanh1) -> globalavgpool1 -> dense1, with some parameters
  /// multiplied.
  private func finished(
    _ factors: KeyValuePairs<String, Float> = [:], x: Tensor = x, keepsGradients: Bool = true
  ) throws -> Run {
    let block = Chain([.residual(body: try conv(4) + layer(Tanh.self), shortcut: Chain())])
    let chain =
      try conv(4) + layer(ReLU.self) + block + layer(GlobalAveragePooling.self) + dense(3)
    var network = try Network(
      chain, input: [2, 4, 4], randomness: Randomness(seed: 1), memory: plenty)
    var parameters = network.parameters
    for (name, factor) in factors {
      parameters[name] = factor * (try #require(parameters[name]))
    }
    network.parameters = parameters
    var run = Run(
      network, program: try Program(network, input: x.shape, memory: plenty), x: x,
      labels: [0, 1, 2], phase: .training, randomness: Randomness(seed: 3),
      keepsGradients: keepsGradients)
    run.finish()
    return run
  }

  @Test func `a finite pass has none`() throws {
    #expect(try finished().notFinite == nil)
    #expect(try finished(keepsGradients: false).notFinite == nil)
  }

  @Test func `of a batch with one nan the first layer is not blamed`() throws {
    var x = Self.x
    x[5] = .nan
    let autopsy = try #require(try finished(x: x).notFinite)
    #expect(autopsy.origin == .batch && autopsy.name == "conv1" && !autopsy.isBackward)
    #expect(autopsy.found.nans > 0)
    #expect(autopsy.passedOn.first == "relu1" && autopsy.reachesLoss)
  }

  @Test func `a parameter that is nan is named`() throws {
    let autopsy = try #require(try finished(["residual1.conv1.bias": .nan]).notFinite)
    #expect(autopsy.name == "residual1.conv1" && autopsy.origin == .parameter("bias"))
    #expect(autopsy.found.nans == 3 * 4 * 4 * 4)
  }

  @Test func `a layer that overflows is the producer, and its operands are told`() throws {
    let autopsy = try #require(
      try finished(["conv1.weight": 1e30, "residual1.conv1.weight": 1e30]).notFinite)
    #expect(autopsy.name == "residual1.conv1" && autopsy.origin == .operation)
    #expect(autopsy.operands.map(\.subject) == [.input, .parameter("weight"), .parameter("bias")])
    #expect(autopsy.operands.allSatisfy { $0.statistics.notFinite == 0 })
    #expect(autopsy.operands[0].statistics.maximum > 1e28)
  }

  /// tanh sees small numbers; on the way back two factors of 1e30 meet.
  private static let overflowing: KeyValuePairs<String, Float> = [
    "conv1.weight": 1e-30, "conv1.bias": 1e-30, "residual1.conv1.weight": 1e30,
    "dense1.weight": 1e30,
  ]

  @Test func `an overflow on the way back alone is found there`() throws {
    let run = try finished(Self.overflowing)
    #expect(run.firstNotFinite == nil && run.loss?.value.isFinite == true)
    let autopsy = try #require(run.notFinite)
    #expect(autopsy.isBackward && autopsy.name == "residual1.conv1")
    #expect(autopsy.place == .inputGradient && autopsy.origin == .operation)
    #expect(autopsy.operands[0].subject == .incomingGradient)
    #expect(autopsy.operands[0].statistics.notFinite == 0)
    #expect(autopsy.passedOn.contains("conv1"))
  }

  @Test func `training makes no update of it and tells the same`() throws {
    let bad = try finished(Self.overflowing).network
    var training = Training(
      bad, optimizer: .adam, randomness: Randomness(seed: 3), memory: plenty)
    let outcome = try training.step(x: Self.x, labels: [0, 1, 2])
    #expect(outcome.notFinite?.name == "residual1.conv1" && outcome.notFinite?.isBackward == true)
    #expect(training.network.parameters == bad.parameters && training.steps == 0)
  }
}
