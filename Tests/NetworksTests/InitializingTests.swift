// Start values over a whole network: looks-linear chains are linear (law 45), and globs.

import Layers
import Networks
import Tensors
import Testing

/// Sums of some dozens of Float32 products through several layers.
private let linearTolerance = 1e-5

@Suite("Initializing networks") struct InitializingTests {
  let randomness = Randomness(seed: 17)

  private func stack(depth: Int) throws -> Network {
    var chain = Chain()
    for _ in 0..<depth { chain = try chain + dense(16) + layer(ReLU.self) }
    return try looksLinear(chain + dense(8), input: [8])
  }

  private func looksLinear(_ chain: Chain, input: Shape) throws -> Network {
    var network = try Network(chain, input: input, randomness: randomness, memory: plenty)
    _ = try network.initialize(.looksLinear(), randomness: randomness) { _ in true }
    return network
  }

  /// The network's Jacobian at an input of its own, as products.
  private func map(_ network: Network, at point: String) throws -> Linearization {
    let x = randomness.split(by: point).normal(network.input.batched(3))
    var pass = Run(
      network, program: try Program(network, input: x.shape, memory: plenty), x: x,
      labels: [0, 1, 2], phase: .training, randomness: randomness)
    pass.finishForward()
    return try #require(Linearization(pass, of: pass.program.whole))
  }

  @Test(arguments: [1, 2, 4, 8])
  func `a looks-linear stack of dense and relu is linear at first`(depth: Int) throws {
    let network = try stack(depth: depth)
    let (here, there) = (try map(network, at: "here"), try map(network, at: "there"))
    let dx = randomness.split(by: "dx").normal(here.inputShape)
    // The same map at every point, and an isometry: 8 → 16 → … → 8 with orthonormal halves.
    let moved = here.jvp(dx)
    #expect((moved - there.jvp(dx)).norm < linearTolerance * moved.norm)
    #expect(abs(moved.norm / dx.norm - 1) < linearTolerance)
    #expect(abs(here.vjp(moved).norm / dx.norm - 1) < linearTolerance)
  }

  @Test func `he weights are not linear, so that the law above can fail`() throws {
    var network = try stack(depth: 2)
    _ = try network.initialize(.he(), randomness: randomness) { _ in true }
    let (here, there) = (try map(network, at: "here"), try map(network, at: "there"))
    let dx = randomness.split(by: "dx").normal(here.inputShape)
    #expect((here.jvp(dx) - there.jvp(dx)).norm > 0.1 * dx.norm)
  }

  @Test func `convolutions, average pooling and leakyrelu look linear too`() throws {
    let body = try conv(8) + layer(ReLU.self) + conv(6) + layer(LeakyReLU.self)
    let head = try layer(AveragePooling.self, ["kernel": 2]) + layer(Flatten.self) + dense(4)
    let network = try looksLinear(body + head, input: [3, 6, 6])
    let (here, there) = (try map(network, at: "here"), try map(network, at: "there"))
    let dx = randomness.split(by: "dx").normal(here.inputShape)
    #expect((here.jvp(dx) - there.jvp(dx)).norm < linearTolerance * here.jvp(dx).norm)
  }

  @Test func `a width that cannot be mirrored is refused with its layer`() throws {
    let chain = try dense(7) + layer(ReLU.self) + dense(4)
    var network = try Network(chain, input: [5], randomness: randomness, memory: plenty)
    #expect(
      throws: ArgumentMistake(
        parameter: "dense1", needed: "an even number of outputs to mirror, and has 7")
    ) {
      try network.initialize(.looksLinear(), randomness: randomness) { _ in true }
    }
  }

  @Test func `only chosen layers change`() throws {
    let chain = try conv(4) + layer(BatchNorm.self) + conv(4) + layer(GlobalAveragePooling.self)
    let before = try Network(
      chain + dense(2), input: [3, 4, 4], randomness: randomness, memory: plenty)
    var after = before
    let changed = try after.initialize(.zeros, randomness: randomness) { $0.hasPrefix("conv") }
    #expect(changed == ["conv1", "conv2"])
    for (name, tensor) in after.parameters.pairs {
      #expect((tensor == before.parameters[name]) == !name.hasPrefix("conv"), "\(name)")
    }
  }
}
