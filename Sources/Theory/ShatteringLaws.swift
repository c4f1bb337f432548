// Shattered gradients: how soon those of two examples have nothing in common.

import Foundation
import Layers
import Networks
import Tensors

extension Law {
  package static let shatteredBatchNorm = Law(
    name: "shattering_bn", number: 40,
    summary: "Plain bn: gradients share half as much a layer.",
    formula: """
      cos(∇x, ∇x′) = 2^(−layers) back through dense -> bn -> relu, the statistics of the batch held \
      constant: signals do not correlate, so of the open units of one example half are open for \
      the other
      """,
    source: "Balduzzi et al. 2017, theorem 1", band: .spread,
    parameters: shatteringSizes(depth: 6),
    predict: { setting in
      [sharing((0...setting.depth).map { pow(0.5, Double($0)) }, of: "layers")]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let unit = dense(setting.width) + normalization + rectifier
      return [try gradientCosines(through: unit, setting, laboratory)]
    })

  package static let shatteredPlain = Law(
    name: "shattering_plain", number: 41,
    summary: "Without bn more, for signals grow alike.",
    formula: """
      cos(∇x, ∇x′) = Π (1 − θ/π) over the layers passed, θ the angle between both signals there; \
      it goes on by correlation_map
      """,
    source: "from Cho and Saul 2009: both of two units at an angle θ are open with (π − θ)/(2π)",
    band: .spread, parameters: shatteringSizes(depth: 10),
    predict: { setting in
      let cosines = cosines(from: 0, steps: setting.depth - 1, rectifiedCosine)
      return [sharing(products(cosines.map { 1 - acos($0) / Double.pi }), of: "layers")]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let unit = dense(setting.width) + rectifier
      return [try gradientCosines(through: unit, setting, laboratory)]
    })

  package static let shatteredResidual = Law(
    name: "shattering_residual", number: 42,
    summary: "Residual: they keep more than 3/4 a block.",
    formula: """
      cos(∇x, ∇x′) = Π (1 − θ/(2π)) over the blocks x + W relu(x) passed; θ = π/2 gives 3/4; \
      cos ↦ (cos + κ(cos))/2 a block, κ that of correlation_map
      """,
    source: "Balduzzi et al. 2017, theorem 2, with the signals' own correlation", band: .spread,
    parameters: shatteringSizes(depth: 10),
    predict: { setting in
      let cosines = cosines(from: 0, steps: setting.depth - 1) { ($0 + rectifiedCosine($0)) / 2 }
      return [sharing(products(cosines.map { 1 - acos($0) / (2 * Double.pi) }), of: "blocks")]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let unit = residual(rectifier + dense(setting.width))
      return [try gradientCosines(through: unit, setting, laboratory)]
    })

  package static let shatteredResidualBatchNorm = Law(
    name: "shattering_residual_bn", number: 43,
    summary: "Residual with bn: they fall as a power of depth.",
    formula: """
      cos(∇x, ∇x′) = Π (2v + 1)/(2v + 2) and ‖∇x‖² grows by Π (1 + 1/v) over the blocks \
      x + W relu(bn(x)) passed, v = 1 + (1 − 1/π) l the variance before block l (residual_bn): \
      about L^−0.73; v = l would give Balduzzi's 1/√L
      """,
    source: "Balduzzi et al. 2017, theorem 3; De and Smith 2020; statistics held constant",
    band: .spread, parameters: shatteringSizes(depth: 10),
    predict: { setting in
      let variances = residualVariances(setting.depth - 1)
      return [
        sharing(products(variances.map { (2 * $0 + 1) / (2 * $0 + 2) }), of: "blocks"),
        .init(
          "‖∇x‖ / ‖∇y‖", along: "blocks back", .geometricMean,
          points: products(variances.map { (1 + 1 / $0).squareRoot() }).enumerated().map {
            .init($0, $1)
          }),
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let unit = residual(normalization + rectifier + dense(setting.width))
      let gradients = try gradients(through: unit, setting, laboratory)
      let norms = gradients.map(\.norm)
      return [gradients.map(\.meanCosine.value), norms.map { $0 / norms[0] }]
    })

  private static func shatteringSizes(depth: Int) -> [Parameter] {
    [
      .init(.width, 256, in: 2...4096), .init(.depth, depth, in: 1...500),
      .init(.batch, 64, in: 3...4096), .init(.samples, 12, in: 4...100_000),
    ]
  }

  private static func sharing(_ values: [Double], of places: String) -> Prediction {
    Prediction(
      "cos(∇x, ∇x′)", along: "\(places) back",
      points: values.enumerated().map { .init($0, $1) })
  }

  /// 1, and the products of the last one, two, … factors.
  private static func products(_ factors: [Double]) -> [Double] {
    factors.reversed().reduce(into: [1]) { $0.append($0[$0.count - 1] * $1) }
  }

  /// The gradients of one functional of the output, the same for all examples, after 0, 1, … units
  /// back; examples are independent normal numbers, the statistics of the batch are constants.
  private static func gradients(
    through unit: Chain, _ setting: Setting, _ laboratory: Laboratory
  ) throws(NetworkMistake) -> [Tensor] {
    let specimen = try laboratory.specimen(
      setting.depth, of: unit, at: laboratory.normal([setting.batch, setting.width]), start: .he())
    let functional = laboratory.normal([setting.width], name: "functional").values
    let dy = Tensor(
      [setting.batch, setting.width], (0..<setting.batch).flatMap { _ in functional })
    return specimen.gradients(from: dy, freezesStatistics: true).reversed()
  }

  private static func gradientCosines(
    through unit: Chain, _ setting: Setting, _ laboratory: Laboratory
  ) throws(NetworkMistake) -> [Double] {
    try gradients(through: unit, setting, laboratory).map(\.meanCosine.value)
  }
}
