// Gradients through saturating layers: order, chaos and the edge between them.

import Foundation
import Layers
import Networks
import Tensors

extension Law {
  package static let sigmoidGradient = Law(
    name: "sigmoid_gradient", number: 17,
    summary: "Sigmoid layers keep 24 % of the gradient a layer.",
    formula: """
      ‖∇x‖ shrinks by √χ₁ a layer, χ₁ = E[σ′(√q* z)²] with q* = E[σ(√q* z)²], for σw² = 1; \
      1/4 is only the ceiling
      """,
    source: "Schoenholz et al. 2017; the averages by quadrature",
    band: .spread,
    parameters: [
      .init(.width, 256, in: 2...4096), .init(.depth, 10, in: 1...50),
      .init(.samples, 12, in: 4...100_000),
    ],
    predict: { setting in
      let field = MeanField(nonlinearity: .sigmoid, weightVariance: 1)
      return [growing(by: field.gradientFactor.squareRoot(), over: setting.depth)]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let field = MeanField(nonlinearity: .sigmoid, weightVariance: 1)
      return [try gradientNorms(in: field, setting, laboratory)]
    })

  package static let orderAndChaos = Law(
    name: "order_and_chaos", number: 18,
    summary: "Between vanishing and exploding lies one σw².",
    formula: """
      ‖∇x‖² changes by χ₁ = σw² E[φ′(√q* z)²] a layer, here φ = tanh and σb² = 0.05; gradients and \
      correlations reach 6/|ln χ₁| layers deep
      """,
    source: "Poole et al. 2016; Schoenholz et al. 2017", band: .spread,
    parameters: [
      .init(.width, 256, in: 2...4096), .init(.depth, 20, in: 1...500),
      .init(.samples, 6, in: 4...100_000),
    ],
    predict: { _ in
      [
        .init(
          "‖∇x‖² a layer", .geometricMean,
          points: fields.map { field in
            let variance = (1e4 * field.weightVariance).rounded() / 1e4
            return .init("σw² = \(variance)", field.gradientFactor)
          })
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      var factors: [Double] = []
      for field in fields {
        let norms = try gradientNorms(in: field, setting, laboratory)
        factors.append(pow(norms[setting.depth], 2 / Double(setting.depth)))
      }
      return [factors]
    })

  /// Order, the edge, and chaos.
  private static let fields: [MeanField] = {
    let critical = MeanField.critical(.tanh, biasVariance: 0.05)
    return [1.3, critical, 2, 4].map {
      MeanField(nonlinearity: .tanh, weightVariance: $0, biasVariance: 0.05)
    }
  }()

  /// ‖∇x‖ relative to the top's after 0, 1, … layers back, from an input at which the variance
  /// has settled already.
  private static func gradientNorms(
    in field: MeanField, _ setting: Setting, _ laboratory: Laboratory
  ) throws(NetworkMistake) -> [Double] {
    let shape: Shape = [1, setting.width]
    let variance = (field.fixedPoint - field.biasVariance) / field.weightVariance
    let weight = (field.weightVariance / Double(setting.width)).squareRoot()
    let source = laboratory.randomness.split(by: "weights")
    let specimen = try laboratory.specimen(
      setting.depth, of: dense(setting.width, bias: true) + field.nonlinearity.chain,
      at: laboratory.normal(shape, deviation: variance.squareRoot())
    ) { network in
      network.parameters = NamedTensors(
        network.parameters.pairs.map { name, tensor in
          let deviation = tensor.shape.rank == 2 ? weight : field.biasVariance.squareRoot()
          return (name, source.split(by: name).normal(tensor.shape, deviation: Float(deviation)))
        })
    }
    return specimen.gradientNorms(from: laboratory.normal(shape, name: "gradient"))
  }
}
