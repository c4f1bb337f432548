// Batch normalization at the start: it keeps signals and lets gradients grow.

import Foundation
import Layers
import Networks
import Tensors

extension Law {
  package static let batchNormGrowth = Law(
    name: "bn_growth", number: 31,
    summary: "Plain bn, relu: gradients grow by 1.21 a layer.",
    formula: """
      ‖∇x‖ grows by √(π/(π − 1)) a layer for large batches: backward multiplies ‖∇‖² by σw²/2 and \
      divides by the variance of the batch, σw² (1/2 − 1/(2π))
      """,
    source: "Yang et al. 2019", band: .spread,
    parameters: [
      .init(.width, 256, in: 2...4096), .init(.depth, 10, in: 1...500),
      .init(.batch, 256, in: 3...4096), .init(.samples, 12, in: 4...100_000),
    ],
    predict: { setting in
      [growing(by: (Double.pi / (Double.pi - 1)).squareRoot(), over: setting.depth)]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let shape: Shape = [setting.batch, setting.width]
      // The input is rectified, as that of every later layer is.
      let specimen = try laboratory.specimen(
        setting.depth, of: dense(setting.width) + normalization + rectifier,
        at: laboratory.normal(shape).map { max(0, $0) }, start: .he())
      return [specimen.gradientNorms(from: laboratory.normal(shape, name: "gradient"))]
    }, live: .normalizedGradients)

  package static let linearBatchNorm = Law(
    name: "linear_bn_growth", number: 32,
    summary: "Linear bn: they grow by about 1/(2B) a layer.",
    formula: "‖∇x‖² grows by (B − 2)/(B − 3) a layer dense -> bn, for batches of B",
    source: "Yang et al. 2019", band: .spread,
    parameters: [
      .init(.width, 256, in: 2...4096), .init(.depth, 10, in: 1...500),
      .init(.batch, 16, in: 5...4096), .init(.samples, 16, in: 4...100_000),
    ],
    predict: { setting in
      let batch = Double(setting.batch)
      return [growing(by: ((batch - 2) / (batch - 3)).squareRoot(), over: setting.depth)]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let shape: Shape = [setting.batch, setting.width]
      let specimen = try laboratory.specimen(
        setting.depth, of: dense(setting.width) + normalization, at: laboratory.normal(shape),
        start: .lecun())
      return [specimen.gradientNorms(from: laboratory.normal(shape, name: "gradient"))]
    }, live: .linearNormalizedGradients)

  /// ‖∇x‖ relative to the top's, after 0, 1, … layers back.
  static func growing(by factor: Double, over depth: Int) -> Prediction {
    Prediction(
      "‖∇x‖ / ‖∇y‖", along: "layers back", .geometricMean,
      points: (0...depth).map { .init($0, pow(factor, Double($0))) })
  }
}

extension Specimen {
  /// ‖∇x‖ relative to the top's, after 0, 1, … layers back.
  func gradientNorms(from dy: Tensor) -> [Double] {
    let norms = gradients(from: dy).reversed().map(\.norm)
    return norms.map { $0 / norms[0] }
  }
}
