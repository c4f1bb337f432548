// Jacobians of single layers and of short stacks: norms and singular values.

import Foundation
import Layers
import Networks
import Tensors

extension Law {
  static let layerJacobian = Law(
    name: "layer_jacobian", number: 19,
    summary: "A relu layer of He's has ‖J‖² = n, give or take √n.",
    formula: "E‖J‖_F² = n, variance n + 4, for J = D W with n outputs, D the zeros and ones of relu",
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
    })
}
