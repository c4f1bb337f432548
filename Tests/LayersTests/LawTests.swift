// The laws of all layers, each tried on every sample line, in training and in evaluation.

import Layers
import Tensors
import Testing

/// Central differences in Float32 with step 1e-3 lose about 1e-7 / 1e-3 of the output to rounding;
/// where outputs are ten times the tangent, that is 1e-3 of it.
private let tangentTolerance = 5e-3
/// The step of the central differences: the best for Float32 (see laws.md, law 58).
private let tangentStep: Float = 1e-3
/// A formula and a sum of Float32 squares, row by row.
private let normTolerance = 1e-5
/// Both sides of the adjoint law are sums of a few hundred Float32 products.
private let adjointTolerance = 1e-5

@Suite("Layer laws") struct LawTests {
  static let phases: [Phase] = [.training, .evaluation]

  @Test func `every layer of the catalog has a sample line`() {
    for type in layerCatalog {
      #expect(LayerSample.all.contains { $0.kind == type.card.name }, "\(type.card.name)")
    }
    #expect(Set(layerCatalog.map { $0.card.name }).count == layerCatalog.count)
  }

  @Test(arguments: LayerSample.all)
  func `layers that work together say so without being cast`(sample: LayerSample) throws {
    let layer = try run(sample, .training).layer
    #expect((layer.fusing != nil) == (layer is any Fusing))
  }

  @Test(arguments: LayerSample.all, phases)
  func `the output has the shape announced`(sample: LayerSample, phase: Phase) throws {
    let (layer, pass) = try run(sample, phase)
    #expect(pass.output.shape == (try layer.outputShape(for: sample.input)))
    let dy = LayerSample.direction("dy", pass.output.shape)
    #expect(layer.vjp(dy, of: pass, wanted: .all).input?.shape == sample.input)
    let dx = LayerSample.direction("dx", sample.input)
    #expect(layer.jvp(dx, NamedTensors(), of: pass).shape == pass.output.shape)
  }

  @Test(arguments: LayerSample.all, phases)
  func `the same call gives the same answer`(sample: LayerSample, phase: Phase) throws {
    let (layer, pass) = try run(sample, phase)
    let dy = LayerSample.direction("dy", pass.output.shape)
    let first = layer.vjp(dy, of: pass, wanted: .all)
    #expect(try run(sample, phase).pass == pass)
    let second = layer.vjp(dy, of: pass, wanted: .all)
    #expect(first.input == second.input && first.parameters == second.parameters)
  }

  @Test(arguments: LayerSample.all, phases)
  func `gradients carry the parameters' names and only wanted ones are there`(
    sample: LayerSample, phase: Phase
  ) throws {
    let (layer, pass) = try run(sample, phase)
    let dy = LayerSample.direction("dy", pass.output.shape)
    let all = layer.vjp(dy, of: pass, wanted: .all).parameters
    #expect(all.names == layer.parameters.names)
    #expect(all.tensors.map(\.shape) == layer.parameters.tensors.map(\.shape))
    let input = layer.vjp(dy, of: pass, wanted: .input)
    #expect(input.input != nil && input.parameters.isEmpty)
    let parameters = layer.vjp(dy, of: pass, wanted: .parameters)
    #expect(parameters.input == nil && parameters.parameters == all)
  }

  @Test(arguments: LayerSample.all, phases)
  func `the tangent agrees with central differences`(sample: LayerSample, phase: Phase) throws {
    let (layer, pass) = try run(sample, phase)
    let dx = LayerSample.direction("dx", sample.input)
    let dp = LayerSample.directions(layer.parameters)
    let tangent = layer.jvp(dx, dp, of: pass)

    func moved(by step: Float) -> Tensor {
      var layer = layer
      layer.parameters += step * dp
      return layer.forward(
        sample.x + step * dx, phase: phase, randomness: LayerSample.randomness
      ).output
    }
    let difference =
      (1 / (2 * tangentStep)) * (moved(by: tangentStep) - moved(by: -tangentStep))
    #expect((tangent - difference).norm <= tangentTolerance * tangent.norm)
  }

  @Test(arguments: LayerSample.all, phases)
  func `vjp is the transpose of jvp`(sample: LayerSample, phase: Phase) throws {
    let (layer, pass) = try run(sample, phase)
    let dx = LayerSample.direction("dx", sample.input)
    let dp = LayerSample.directions(layer.parameters)
    let dy = LayerSample.direction("dy", pass.output.shape)
    let tangent = layer.jvp(dx, dp, of: pass)
    let cotangent = layer.vjp(dy, of: pass, wanted: .all)
    let input = try #require(cotangent.input)
    // ⟨vjp(dy), (dx, dp)⟩ = ⟨dy, jvp(dx, dp)⟩
    let left = input.dot(dx) + cotangent.parameters.dot(dp)
    let right = dy.dot(tangent)
    #expect(abs(left - right) <= adjointTolerance * max(abs(right), dy.norm * tangent.norm))
  }

  @Test(arguments: LayerSample.all, phases)
  func `a tangent reaches no further than the coupling says`(
    sample: LayerSample, phase: Phase
  ) throws {
    let (layer, pass) = try run(sample, phase)
    var dx = Tensor.zeros(sample.input)
    dx[0] = 1
    let dy = layer.jvp(dx, NamedTensors(), of: pass)
    switch layer.coupling(in: phase) {
    case .element: #expect(dy.values.count { $0 != 0 } <= 1)
    case .example: #expect(dy.values.dropFirst(dy.shape.example.count).allSatisfy { $0 == 0 })
    case .batch: break
    }
  }

  @Test(arguments: LayerSample.all, phases)
  func `the squared Jacobian is the sum over all its rows`(
    sample: LayerSample, phase: Phase
  ) throws {
    let (layer, pass) = try run(sample, phase)
    guard let square = layer.squaredJacobian(at: pass) else { return }
    let rows = pass.output.shape
    let sum = (0..<rows.count).reduce(0.0) { sum, index in
      var row = Tensor.zeros(rows)
      row[index] = 1
      return sum + (layer.vjp(row, of: pass, wanted: .input).input?.sumOfSquares ?? .nan)
    }
    #expect(abs(square - sum) <= normTolerance * sum)
  }

  private func run(_ sample: LayerSample, _ phase: Phase) throws -> (layer: any Layer, pass: Pass) {
    let layer = try sample.layer()
    return (layer, layer.forward(sample.x, phase: phase, randomness: LayerSample.randomness))
  }
}
