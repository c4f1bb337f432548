// The Jacobian of a block is made of its branches': a sum, a stack or a product.

import Layers
import Networks
import Tensors
import Testing

/// Both sides are the same Float32 products, added in another order.
private let roundingTolerance = 1e-5

@Suite("Jacobians of blocks") struct ResidualTests {
  /// A branch that keeps the shape [3, 5, 4], and one that may change the channels.
  private func branch(_ out: Int = 3) throws -> Chain {
    try layer(BatchNorm.self) + layer(Tanh.self) + conv(out)
  }

  @Test func `the Jacobian of a residual block is the identity and that of its branch`() throws {
    let chain = Chain([.residual(body: try branch(), shortcut: Chain())])
    let (whole, parts) = try maps(chain, ["residual1.bn1", "residual1.tanh1", "residual1.conv1"])
    let dx = Randomness(seed: 3).normal(whole.inputShape)
    let dy = Randomness(seed: 4).normal(whole.outputShape)
    // J = I + J_branch, and Jᵀ = I + J_branchᵀ
    let forward = dx + parts.reduce(dx) { $1.jvp($0) }
    let backward = dy + parts.reversed().reduce(dy) { $1.vjp($0) }
    expect(whole.jvp(dx), forward)
    expect(whole.vjp(dy), backward)
    #expect((whole.jvp(dx) - dx).norm > 0.1 * dx.norm)
  }

  @Test func `a shortcut with weights adds its own Jacobian`() throws {
    let chain = Chain([.residual(body: try branch(5), shortcut: try conv(5, kernel: 1))])
    let (whole, parts) = try maps(
      chain,
      ["residual1.bn1", "residual1.tanh1", "residual1.conv1", "residual1.shortcut.conv1"])
    let dx = Randomness(seed: 3).normal(whole.inputShape)
    expect(whole.jvp(dx), parts[0..<3].reduce(dx) { $1.jvp($0) } + parts[3].jvp(dx))
  }

  @Test func `the Jacobian of a concat block stacks those of its branches`() throws {
    let chain = Chain([.concat([try conv(2), try branch(4)])])
    let (whole, parts) = try maps(
      chain,
      [
        "concat1.branch1.conv1", "concat1.branch2.bn1", "concat1.branch2.tanh1",
        "concat1.branch2.conv1",
      ])
    let dx = Randomness(seed: 3).normal(whole.inputShape)
    let second = parts[1...].reduce(dx) { $1.jvp($0) }
    expect(whole.jvp(dx), Tensor.joined([parts[0].jvp(dx), second]))
    // ‖J‖² is the sum of both
    let dy = Randomness(seed: 4).normal(whole.outputShape)
    let (first, rest) = (dy.channels(0..<2), dy.channels(2..<6))
    expect(
      whole.vjp(dy), parts[0].vjp(first) + parts[1...].reversed().reduce(rest) { $1.vjp($0) })
  }

  private func expect(_ ours: Tensor, _ theirs: Tensor) {
    #expect(ours.shape == theirs.shape)
    #expect((ours - theirs).norm <= roundingTolerance * theirs.norm)
  }

  /// The linearization of a chain on images [3, 5, 4], and of the layers called `names`.
  private func maps(
    _ chain: Chain, _ names: [String]
  ) throws -> (whole: Linearization, parts: [Linearization]) {
    let network = try Network(
      chain, input: [3, 5, 4], randomness: Randomness(seed: 1), memory: plenty)
    let x = Randomness(seed: 2).normal([2, 3, 5, 4])
    var pass = Run(
      network, program: try Program(network, input: x.shape, memory: plenty), x: x, labels: [],
      phase: .training, randomness: Randomness(seed: 2))
    while case .forward? = pass.next { pass.step() }
    return (
      try #require(Linearization(pass, of: pass.program.whole)),
      try names.map { name in
        let stretch = try #require(pass.program.stretch(name))
        return try #require(Linearization(pass, of: stretch))
      }
    )
  }
}
