// Jacobians of single layers and of short stacks: norms and singular values.

import Foundation
import Layers
import Networks
import Tensors

extension Law {
  package static let layerJacobian = Law(
    name: "layer_jacobian", number: 19,
    summary: "He's relu layer has ‖J‖² = n, give or take √n.",
    formula:
      "E‖J‖_F² = n, variance n + 4, for J = D W with n outputs, D the zeros and ones of relu",
    source: "He et al. 2015, equation 14; the variance: rows are on or off, ‖row‖² ~ (2/n) χ²ₙ",
    band: .computed("the sum over n independent rows has variance n + 4 (Gaussian in the limit)"),
    parameters: [.init(.width, 128, in: 2...2048), .init(.samples, 100, in: 4...100_000)],
    predict: { setting in
      let (n, samples) = (Double(setting.width), Double(setting.samples))
      let variance = n + 4
      return [
        .init(
          "‖J‖_F²",
          points: [.init("mean", n, deviation: (variance / samples).squareRoot())]),
        .init(
          "‖J‖_F²", .variance,
          points: [
            .init("variance", variance, deviation: variance * (2 / (samples - 1)).squareRoot())
          ]),
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let specimen = try laboratory.specimen(
        1, of: dense(setting.width) + rectifier, at: laboratory.normal([1, setting.width]),
        start: .he())
      let square = specimen.squaredJacobian
      return [[square], [square]]
    }, live: .layerJacobians)

  package static let logNorm = Law(
    name: "log_norm", number: 24,
    summary: "Typical norms vanish where the mean one stays.",
    formula: """
      ln(‖J u‖²/‖u‖²) ~ N(−β/2, β), β = 5 L/n, to first order in 1/n: the mean square is 1, the \
      median e^(−β/2)
      """,
    source: "Hanin 2018; Hanin and Nica 2018",
    band: .computed("sampling from that normal distribution"),
    parameters: [
      .init(.width, 50, in: 4...4096), .init(.depth, 20, in: 1...500),
      .init(.samples, 300, in: 4...100_000),
    ],
    predict: { setting in
      let beta = 5 * Double(setting.depth) / Double(setting.width)
      let samples = Double(setting.samples)
      let quantity = "ln(‖J u‖² / ‖u‖²)"
      return [
        .init(
          quantity, points: [.init("mean", -beta / 2, deviation: (beta / samples).squareRoot())]),
        .init(
          quantity, .variance,
          points: [.init("variance", beta, deviation: beta * (2 / (samples - 1)).squareRoot())]),
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let shape: Shape = [1, setting.width]
      let specimen = try laboratory.specimen(
        setting.depth, of: dense(setting.width) + rectifier, at: laboratory.normal(shape),
        start: .he())
      let u = laboratory.normal(shape, name: "direction")
      let ratio = specimen.stretched(u).sumOfSquares / u.sumOfSquares
      return [[log(ratio)], [log(ratio)]]
    })
}
