// The Jacobian of any stretch of a network, as products with vectors.

import Layers
import Networks
import Tensors
import Testing

/// Both sides are sums of thousands of Float32 products through up to twenty layers.
private let adjointTolerance = 1e-4
/// Central differences with step 1e-3 in Float32, away from most kinks.
private let tangentTolerance = 2e-2

@Suite struct LinearizationTests {
  @Test(arguments: 1...20)
  func `vjp is the transpose of jvp for every layer and block`(seed: Int) throws {
    var pass = try run(randomNetwork(seed), seed: seed)
    pass.finishForward()
    for stretch in pass.program.stretches + [pass.program.whole] {
      let map = try #require(Linearization(pass, of: stretch))
      let dx = Randomness(seed: 1).normal(map.inputShape)
      let dy = Randomness(seed: 2).normal(map.outputShape)
      let (tangent, cotangent) = (map.jvp(dx), map.vjp(dy))
      #expect(tangent.shape == map.outputShape && cotangent.shape == map.inputShape)
      let gap = abs(tangent.dot(dy) - cotangent.dot(dx))
      #expect(gap <= adjointTolerance * tangent.norm * dy.norm, "\(stretch.name)")
    }
  }

  @Test(arguments: 1...20)
  func `backward is the transposed Jacobian of the whole network`(seed: Int) throws {
    var pass = try run(randomNetwork(seed), seed: seed)
    pass.finish()
    let map = try #require(Linearization(pass, of: pass.program.whole))
    let loss = try #require(pass.loss)
    #expect(map.vjp(loss.gradient) == pass.gradients[0])
  }

  @Test func `the Jacobian of smooth layers agrees with central differences`() throws {
    let smooth =
      try conv(4) + layer(BatchNorm.self) + layer(Tanh.self)
      + Chain([.residual(body: conv(4) + layer(Tanh.self), shortcut: Chain())])
      + layer(GlobalAveragePooling.self) + dense(4)
    let network = try Network(
      smooth, input: [3, 5, 5], randomness: Randomness(seed: 5), memory: plenty)
    let start = try run(network, seed: 5)
    var pass = start
    pass.finishForward()
    let map = try #require(Linearization(pass, of: pass.program.whole))
    let dx = Randomness(seed: 6).normal(map.inputShape)
    let x = try #require(start.values[0])
    let step: Float = 1e-3
    let (ahead, behind) = (try output(network, x + step * dx), try output(network, x - step * dx))
    let difference = (1 / (2 * step)) * (ahead - behind)
    let tangent = map.jvp(dx)
    #expect((tangent - difference).norm <= tangentTolerance * tangent.norm)
  }

  @Test func `there is no Jacobian of what has not been run`() throws {
    var pass = try run(randomNetwork(1), seed: 1)
    #expect(Linearization(pass, of: pass.program.whole) == nil)
    pass.step()
    #expect(Linearization(pass, of: pass.program.whole) == nil)
    pass.finishForward()
    #expect(Linearization(pass, of: pass.program.whole) != nil)
  }

  private func output(_ network: Network, _ x: Tensor) throws -> Tensor {
    var pass = Run(
      network, program: try Program(network, input: x.shape, memory: plenty), x: x, labels: [1, 3],
      phase: .training, randomness: Randomness(seed: 5))
    pass.finishForward()
    return try #require(pass.output)
  }
}
