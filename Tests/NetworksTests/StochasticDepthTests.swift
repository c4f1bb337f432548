// Residual branches that survive at random: one draw a pass, seen by every instrument (law 48).

import Layers
import Networks
import Tensors
import Testing

/// The mean number of open branches over 2 000 passes is off by 1.21/√2000 = 0.027 at one standard
/// deviation; four of them are allowed.
private let passes = 2_000
private let countTolerance = 0.108
/// Sums of a few Float32 numbers in another order.
private let roundingTolerance = 1e-5

@Suite("Stochastic depth") struct StochasticDepthTests {
  let randomness = Randomness(seed: 3)

  private func block(survival: Double, scaling: String = "evaluation") throws -> Chain {
    let gate = try layer(
      Gate.self, ["survival": .number(survival), "scaling": .word(scaling)])
    let body = try conv(3) + layer(BatchNorm.self) + layer(Tanh.self) + gate
    return Chain([.residual(body: body, shortcut: Chain())])
  }

  /// `survivals.count` blocks and a head for three classes.
  private func network(_ survivals: [Double], scaling: String = "evaluation") throws -> Network {
    var chain = Chain()
    for survival in survivals { chain = chain + (try block(survival: survival, scaling: scaling)) }
    return try Network(
      chain + layer(GlobalAveragePooling.self) + dense(3), input: [3, 5, 4],
      randomness: randomness, memory: plenty)
  }

  private func run(
    _ network: Network, draw: Int, phase: Phase = .training, keepsGradients: Bool = true
  ) throws -> Run {
    let x = randomness.split(by: "x").normal(network.input.batched(2))
    return Run(
      network, program: try Program(network, input: x.shape, memory: plenty), x: x, labels: [0, 2],
      phase: phase, randomness: randomness.split(by: draw), keepsGradients: keepsGradients)
  }

  @Test func `linearly decaying survival leaves (3L − 1)/4 branches on average`() throws {
    for (count, mean) in [(8, 5.75), (54, 40.25), (75, 56), (600, 449.75)] {
      let survivals = (1...count).map { 1 - Double($0) / Double(count) * 0.5 }
      #expect(abs(survivals.reduce(0, +) - mean) < roundingTolerance)
    }
    let network = try network((1...8).map { 1 - Double($0) / 8 * 0.5 })
    var open = 0
    for draw in 0..<passes {
      open += try run(network, draw: draw).branches.count { !$0.isDropped }
    }
    #expect(abs(Double(open) / Double(passes) - 5.75) < countTolerance)
  }

  @Test func `the Jacobian of a dropped block is that of its shortcut`() throws {
    var pass = try run(try network([0, 1]), draw: 1)
    pass.finish()
    #expect(pass.branches.map(\.isDropped) == [true, false])
    let stretch = try #require(pass.program.stretch("residual1"))
    let map = try #require(Linearization(pass, of: stretch))
    let dx = randomness.split(by: "dx").normal(map.inputShape)
    #expect(map.jvp(dx) == dx)
    #expect(map.vjp(dx) == dx)
    let gradients = pass.gradientsByName
    #expect(gradients["residual1.conv1.weight"]?.norm == 0)
    #expect((gradients["residual2.conv1.weight"]?.norm ?? 0) > 0)
  }

  @Test(arguments: 0..<8)
  func `every instrument sees the same draw`(draw: Int) throws {
    var pass = try run(try network([0.5, 0.5, 0.5], scaling: "training"), draw: draw)
    pass.finish()
    let map = try #require(Linearization(pass, of: pass.program.whole))
    let dx = randomness.split(by: "dx").normal(map.inputShape)
    let dy = randomness.split(by: "dy").normal(map.outputShape)
    let (left, right) = (map.jvp(dx).dot(dy), map.vjp(dy).dot(dx))
    #expect(abs(left - right) < roundingTolerance * max(1, abs(left)))
    // The gradient of the loss at the input is the transposed Jacobian times that at the scores.
    let gradient = map.vjp(try #require(pass.loss).gradient)
    #expect((gradient - (try #require(pass.gradients[0]))).norm < roundingTolerance)
  }

  @Test func `the same randomness gives the same pass, bit for bit, and others give others`() throws
  {
    let network = try network([0.5, 0.5, 0.5, 0.5])
    var outputs: Set<[Float]> = []
    for draw in 0..<12 {
      var (first, second) = (try run(network, draw: draw), try run(network, draw: draw))
      first.finish()
      second.finish()
      #expect(first.values == second.values && first.gradients == second.gradients)
      outputs.insert(try #require(first.output).values)
    }
    #expect(outputs.count > 3)
  }

  @Test func `a dropped branch keeps its running statistics`() throws {
    let network = try network([0, 1])
    var pass = try run(network, draw: 0)
    pass.finish()
    for name in ["running_mean", "running_var"] {
      let (before, after) = (network.buffers, pass.network.buffers)
      #expect(before["residual1.bn1." + name] == after["residual1.bn1." + name])
      #expect(before["residual2.bn1." + name] != after["residual2.bn1." + name])
    }
  }

  @Test(arguments: 0..<6)
  func `training, which leaves out what is dropped, gives the gradients of a pass that does not`(
    draw: Int
  ) throws {
    let network = try network([0.4, 0.6, 0.5])
    var (whole, lean) = (
      try run(network, draw: draw), try run(network, draw: draw, keepsGradients: false)
    )
    whole.finish()
    lean.finish()
    #expect(whole.gradientsByName == lean.gradientsByName)
    #expect(whole.gradientsByName.names == network.parameters.names)
    #expect(whole.loss?.value == lean.loss?.value)
    #expect(whole.network.buffers == lean.network.buffers)
  }

  @Test func `nan in a dropped branch is nobody's concern`() throws {
    var network = try network([0, 1])
    var parameters = network.parameters
    parameters["residual1.conv1.weight"] = Tensor(repeating: .nan, [3, 3, 3, 3])
    network.parameters = parameters
    var pass = try run(network, draw: 0)
    pass.finish()
    #expect(pass.firstNotFinite == nil)
    #expect(pass.output?.sum.isFinite == true)
  }

  @Test(arguments: ["evaluation", "training"])
  func `in evaluation a block gives the mean over the draws`(scaling: String) throws {
    // One block and no batch norm: the output is linear in the gate's factor.
    let gate = try layer(Gate.self, ["survival": 0.25, "scaling": .word(scaling)])
    let chain = Chain([.residual(body: try conv(3) + gate, shortcut: Chain())])
    let head = try layer(Flatten.self) + dense(3)
    let network = try Network(
      chain + head, input: [3, 5, 4], randomness: randomness, memory: plenty)
    var outputs: [Bool: Tensor] = [:]
    for draw in 0..<40 {
      var pass = try run(network, draw: draw)
      pass.finishForward()
      outputs[pass.branches[0].isDropped] = pass.output
    }
    var calm = try run(network, draw: 0, phase: .evaluation)
    calm.finishForward()
    #expect(calm.branches.map(\.isDropped) == [false])
    let (dropped, kept) = (try #require(outputs[true]), try #require(outputs[false]))
    let mean = 0.75 * dropped + 0.25 * kept
    #expect((mean - (try #require(calm.output))).norm < roundingTolerance)
  }
}
