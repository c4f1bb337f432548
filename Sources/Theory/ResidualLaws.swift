// Residual blocks at the start: what the sums of skip and branch grow to.

import Foundation
import Layers
import Networks
import Tensors

extension Law {
  package static let residualDoubling = Law(
    name: "residual_doubling", number: 35,
    summary: "Each residual block doubles the mean square.",
    formula: "E‖x‖² = 2^blocks for x + W relu(x) with He's start values",
    source: "Balduzzi et al. 2017, theorem 2; De and Smith 2020", band: .spread,
    parameters: [
      .init(.width, 256, in: 2...4096), .init(.depth, 10, in: 1...100),
      .init(.samples, 16, in: 4...100_000),
    ],
    predict: { setting in
      [
        .init(
          "‖x‖² / ‖x₀‖²", along: "block", .geometricMean,
          points: (0...setting.depth).map { .init($0, pow(2, Double($0))) })
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let squares = try laboratory.specimen(
        setting.depth, of: residual(rectifier + dense(setting.width)),
        at: laboratory.normal([1, setting.width]), start: .he()
      ).values.map(\.sumOfSquares)
      return [squares.map { $0 / squares[0] }]
    }, live: .doublingBlocks)

  package static let residualBatchNorm = Law(
    name: "residual_bn", number: 36,
    summary: "With bn in the branch it grows by 1 a block.",
    formula: """
      E x² = 1 + blocks for x + W relu(bn(x)); the variance over the batch is 1 + (1 − 1/π) blocks, \
      for what relu gives has a mean
      """,
    source: "De and Smith 2020; the variance by E[relu z] = 1/√(2π)", band: .spread,
    parameters: [
      .init(.width, 256, in: 2...4096), .init(.depth, 20, in: 1...500),
      .init(.batch, 128, in: 3...4096), .init(.samples, 8, in: 4...100_000),
    ],
    predict: { setting in
      [
        .init(
          "mean square of x", along: "block",
          points: (0...setting.depth).map { .init($0, Double($0 + 1)) }),
        .init(
          "variance of x over the batch", along: "block",
          points: residualVariances(setting.depth).enumerated().map { .init($0, $1) }),
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let values = try laboratory.specimen(
        setting.depth, of: residual(normalization + rectifier + dense(setting.width)),
        at: laboratory.normal([setting.batch, setting.width]), start: .he()
      ).values
      return [
        values.map { $0.sumOfSquares / Double($0.count) },
        values.map { $0.meanBatchVariance },
      ]
    }, live: .normalizedBlocks)

  /// 1 + (1 − 1/π) l for l = 0, 1, …: the variance of the batch after l blocks x + W relu(bn(x)).
  static func residualVariances(_ depth: Int) -> [Double] {
    (0...depth).map { 1 + (1 - 1 / Double.pi) * Double($0) }
  }
}

extension Tensor {
  /// The unbiased variance over the examples, in the mean over the features of [N, D].
  fileprivate var meanBatchVariance: Double {
    let layout = ChannelLayout.channels(of: shape)
    let count = Double(layout.sharing)
    let means = channelSums(layout).map { $0 / count }
    let squares = channelSquaredDeviations(from: means, layout).reduce(0, +)
    return squares / (max(1, count - 1) * Double(means.count))
  }
}
