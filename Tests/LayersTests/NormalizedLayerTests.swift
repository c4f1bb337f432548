// What batch normalization makes of the layer before it: laws of its bias and its weight.

import Layers
import Tensors
import Testing

/// Sums of some hundred Float32 products that cancel, relative to their terms.
private let cancellation = 1e-5

/// Law 28 (van Laarhoven 2017): with ε = 0, bn(s · dense(x) + c) does not depend on s > 0 and c.
@Suite("A layer before batch normalization") struct NormalizedLayerTests {
  static let kinds = ["dense", "conv"]

  @Test(arguments: kinds)
  func `its bias has no gradient`(kind: String) throws {
    let (gradients, dz) = try gradients(kind, scale: 1)
    let bias = try #require(gradients["bias"])
    let terms = dz.norm * Double(dz.count).squareRoot()
    #expect(bias.values.allSatisfy { abs(Double($0)) < cancellation * terms })
  }

  @Test(arguments: kinds)
  func `its gradient is at right angles to the weight of every output`(kind: String) throws {
    let weight = try weights(kind, scale: 1)
    let gradient = try #require(try gradients(kind, scale: 1).gradients["weight"])
    for output in 0..<weight.shape[0] {
      let (w, g) = (weight.examples(output..<output + 1), gradient.examples(output..<output + 1))
      #expect(g.norm > 0)
      #expect(abs(w.dot(g)) < cancellation * w.norm * g.norm)
    }
  }

  @Test(arguments: kinds)
  func `twice the weight has half the gradient`(kind: String) throws {
    let one = try #require(try gradients(kind, scale: 1).gradients["weight"])
    let two = try #require(try gradients(kind, scale: 2).gradients["weight"])
    #expect((one - 2 * two).norm < cancellation * one.norm)
  }

  // ---- How the numbers are come by

  private let randomness = Randomness(seed: 28)

  private func shape(_ kind: String) -> Shape { kind == "dense" ? [9, 5] : [3, 2, 5, 4] }

  private func layer(_ kind: String, scale: Float) throws -> any Layer {
    var layer = try made(kind, shape(kind), ["out": 4], randomness: randomness)
    layer.parameters["weight"] = scale * (layer.parameters["weight"] ?? .zeros([1]))
    return layer
  }

  private func weights(_ kind: String, scale: Float) throws -> Tensor {
    try #require(try layer(kind, scale: scale).parameters["weight"])
  }

  /// The gradients of a random linear function of bn's output, and its gradient at bn's input.
  private func gradients(
    _ kind: String, scale: Float
  ) throws -> (gradients: NamedTensors, dz: Tensor) {
    let layer = try layer(kind, scale: scale)
    let x = randomness.split(by: "x").normal(shape(kind))
    let before = layer.forward(x, phase: .training, randomness: randomness)
    let bn = try made("bn", before.output.shape, ["eps": 0])
    let pass = bn.forward(before.output, phase: .training, randomness: randomness)
    let dy = randomness.split(by: "dy").normal(pass.output.shape)
    let dz = try #require(bn.vjp(dy, of: pass, wanted: .input).input)
    return (layer.vjp(dz, of: before, wanted: .parameters).parameters, dz)
  }
}
