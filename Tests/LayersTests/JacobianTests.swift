// The Jacobian of every layer, written out: against PyTorch, and against its own transpose.

import Layers
import Tensors
import Testing

/// PyTorch's norms are of float64; ours of Float32 numbers, whose roundings mostly cancel.
private let normTolerance = 1e-5
/// Entries of J by jvp and by vjp: each a sum of at most some tens of Float32 products.
private let entryTolerance = 1e-5
/// Beside the largest singular value, turns of Float64 vectors.
private let sumTolerance = 1e-9

@Suite("Jacobians written out") struct JacobianTests {
  @Test(arguments: layerCatalog.map { $0.card.name })
  func `the norms of a layer's Jacobian agree with PyTorch`(kind: String) throws {
    let type = try #require(layerCatalog.first { $0.card.name == kind })
    for (number, golden) in try GoldenCase.all(of: kind).enumerated() {
      let layer = try golden.layer(type)
      let phase = try #require(Phase(rawValue: golden.phase))
      let pass = layer.forward(golden.x.tensor, phase: phase, randomness: Randomness(seed: 2))
      let jacobian = WrittenJacobian(columnsOf: layer, at: pass)
      let (frobenius, spectral) = (
        jacobian.sumOfSquares.squareRoot(), jacobian.singularValues.first ?? 0
      )
      #expect(
        abs(frobenius - golden.frobenius) <= normTolerance * max(1, golden.frobenius),
        "\(kind) case \(number): ‖J‖_F is \(frobenius), PyTorch's \(golden.frobenius)")
      #expect(
        abs(spectral - golden.spectral) <= normTolerance * max(1, golden.spectral),
        "\(kind) case \(number): ‖J‖₂ is \(spectral), PyTorch's \(golden.spectral)")
      if let square = layer.squaredJacobian(at: pass) {
        #expect(
          abs(square.squareRoot() - golden.frobenius) <= normTolerance * max(1, golden.frobenius),
          "\(kind) case \(number): the formula gives \(square.squareRoot())")
      }
    }
  }

  @Test(arguments: LayerSample.all, [Phase.training, .evaluation])
  func `columns and rows are one matrix, and its squared singular values sum to its square`(
    sample: LayerSample, phase: Phase
  ) throws {
    let layer = try sample.layer()
    let pass = layer.forward(sample.x, phase: phase, randomness: LayerSample.randomness)
    let columns = WrittenJacobian(columnsOf: layer, at: pass)
    let rows = WrittenJacobian(rowsOf: layer, at: pass)
    let singular = columns.singularValues
    #expect(columns.distance(to: rows) <= entryTolerance * max(1, singular.first ?? 0))
    // Σ σ² = ‖J‖_F², the left side by columns, the right one by rows
    let sum = singular.reduce(0) { $0 + $1 * $1 }
    #expect(abs(sum - columns.sumOfSquares) <= sumTolerance * sum)
    #expect(abs(sum - rows.sumOfSquares) <= normTolerance * sum)
    #expect(singular.count == min(pass.input.count, pass.output.count))
  }
}
