// Forward signals: what the variance of start values does to lengths and angles.

import Foundation
import Layers
import Networks
import Tensors

extension Law {
  package static let heReLU = lengths(
    "he_relu", number: 1, summary: "He's start values keep the length of signals.",
    weightVariance: 2, start: .he(), depth: 20,
    source: "He et al. 2015, equation 10; fluctuations: Hanin and Nica 2018")

  package static let lecunReLU = lengths(
    "lecun_relu", number: 2, summary: "LeCun's keep 71 % of the length a relu layer.",
    weightVariance: 1, start: .lecun(), depth: 20, source: "He et al. 2015")

  package static let standardReLU = lengths(
    "default_relu", number: 3,
    summary: "PyTorch's default keeps 41 % a relu layer.",
    weightVariance: 1.0 / 3, start: .standard, depth: 8,
    source: "PyTorch, torch.nn.Linear: U(−1/√n, 1/√n) has variance 1/(3n); biases left out")

  /// σw² = n Var(W): the length changes by √(σw²/2) a relu layer, in the mean of squares.
  ///
  /// Given x, the n numbers of relu(W x) are independent and rectified normal, so ‖relu(W x)‖²/‖x‖²
  /// has mean σw²/2 and, relative to it, variance (4 · 3/2 − 1)/n = 5/n, whatever came before.
  private static func lengths(
    _ name: String, number: Int, summary: String, weightVariance: Double, start: Initializer,
    depth: Int, source: String
  ) -> Law {
    Law(
      name: name, number: number, summary: summary,
      formula: "√(E‖x‖²) changes by √(σw²/2) a layer, σw² = n Var(W)", source: source,
      band: .computed("‖x‖² has relative variance (1 + 5/n)^layers − 1 in single networks"),
      parameters: [
        .init(.width, 100, in: 2...4096), .init(.depth, depth, in: 1...500),
        .init(.samples, 200, in: 1...100_000),
      ],
      predict: { setting in
        let points = (0...setting.depth).map { layer -> Prediction.Point in
          let square = pow(weightVariance / 2, Double(layer))
          let relative = pow(1 + 5 / Double(setting.width), Double(layer)) - 1
          let deviation = (relative / Double(setting.samples)).squareRoot()
          // Half the relative deviation of the square is that of its root.
          return .init(layer, square.squareRoot(), deviation: square.squareRoot() * deviation / 2)
        }
        return [.init("‖x‖ / ‖x₀‖", along: "layer", .rootMeanSquare, points: points)]
      },
      measure: { (setting, laboratory) throws(NetworkMistake) in
        let specimen = try laboratory.specimen(
          setting.depth, of: dense(setting.width) + rectifier,
          at: laboratory.normal([1, setting.width]), start: start)
        let norms = specimen.values.map(\.norm)
        return [norms.map { $0 / norms[0] }]
      }, live: .lengths(weightVariance, start: start))
  }

  package static let correlationMap = Law(
    name: "correlation_map", number: 9,
    summary: "Relu layers turn inputs towards each other.",
    formula: "cos ↦ (√(1 − cos²) + cos (π − arccos cos)) / π a layer; 1 − cos → 9π²/(2 layers²)",
    source: "Cho and Saul 2009, equation 6; Hayou et al. 2019", band: .spread,
    parameters: [
      .init(.width, 256, in: 2...4096), .init(.depth, 20, in: 1...500),
      .init(.samples, 16, in: 4...100_000),
    ],
    predict: { setting in
      let points = cosines(from: 0, steps: setting.depth, rectifiedCosine).enumerated()
        .map { Prediction.Point($0, 1 - $1) }
      return [.init("1 − cos(x, x′)", along: "layer", .geometricMean, points: points)]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      // Two orthogonal inputs of one length; how they lie does not matter to normal weights.
      let half = setting.width / 2
      let x = Tensor(
        [2, setting.width],
        (0..<2 * setting.width).map { index -> Float in
          let (row, column) = (index / setting.width, index % setting.width)
          return column < 2 * half && (column < half) == (row == 0) ? 1 : 0
        })
      let specimen = try laboratory.specimen(
        setting.depth, of: dense(setting.width) + rectifier, at: x, start: .he())
      return [specimen.values.map { 1 - $0.meanCosine.value }]
    })
}
