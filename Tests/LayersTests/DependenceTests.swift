// Which weights may have independent entries, told by their angles.

import Layers
import Tensors
import Testing

@Suite("Dependence") struct DependenceTests {
  static let shapes: [Shape] = [
    [2, 2], [16, 2], [2, 16], [10, 64], [64, 64], [64, 10], [128, 32], [8, 3, 3, 3],
  ]

  static let independent: [Initializer] = [.he(), .lecun(.uniform), .standard, .xavier()]

  private func weight(_ rule: Initializer, _ shape: Shape, seed: UInt64 = 1) throws -> Tensor {
    let parameters = NamedTensors([("weight", .zeros(shape))])
    return try #require(
      rule.apply(to: parameters, randomness: Randomness(seed: seed))["weight"])
  }

  @Test(arguments: shapes, independent)
  func `drawn numbers pass`(shape: Shape, rule: Initializer) throws {
    for seed in 1...20 {
      #expect(try Dependence(of: weight(rule, shape, seed: UInt64(seed))) == nil, "\(seed)")
    }
  }

  @Test(arguments: shapes)
  func `orthogonal weights are found out, whatever their gain`(shape: Shape) throws {
    let orthogonal = Initializer.orthogonal(gain: .relu)
    #expect(try Dependence(of: weight(orthogonal, shape)) == .orthogonal)
  }

  @Test func `mirror images and copies are found out`() throws {
    #expect(try Dependence(of: weight(.looksLinear(), [64, 64])) == .repeated)
    #expect(try Dependence(of: weight(.constant(0.1), [16, 32])) == .repeated)
    #expect(try Dependence(of: weight(.zeros, [16, 32])) == .zero)
  }

  @Test func `what all rows share is found out, a little of it passes`() throws {
    let noise = try weight(.lecun(), [64, 128])
    func shared(_ size: Float) -> Tensor {
      Tensor([64, 128], noise.values.map { $0 + size })
    }
    // Entries have deviation 0.088; a shared mean of m makes cos about m²/(m² + 0.0078).
    guard case .alike(let multiple)? = Dependence(of: shared(0.05)) else {
      Issue.record("rows that share a mean passed")
      return
    }
    #expect(multiple > 5)
    #expect(Dependence(of: shared(0.01)) == nil)
  }
}
