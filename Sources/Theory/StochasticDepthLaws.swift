// Stochastic depth: how many blocks a training pass goes through.

import Layers
import Networks
import Tensors

extension Law {
  package static let stochasticDepth = Law(
    name: "stochastic_depth", number: 48,
    summary: "Three quarters of the blocks train at a time.",
    formula: """
      block l of L survives with p = 1 − l/(2L): (3L − 1)/4 survive in the mean, with variance \
      Σ p (1 − p)
      """,
    source: "Huang et al. 2016, with p_L = 1/2",
    band: .computed("the coins' own second and fourth moments"),
    parameters: [.init(.depth, 54, in: 1...10_000), .init(.samples, 2000, in: 4...100_000)],
    predict: { setting in
      let (blocks, samples) = (Double(setting.depth), Double(setting.samples))
      let variances = survivals(setting.depth).map { $0 * (1 - $0) }
      let variance = variances.reduce(0, +)
      // The fourth cumulant of a coin is p (1 − p) (1 − 6 p (1 − p)), and cumulants add.
      let fourth = variances.reduce(0) { $0 + $1 * (1 - 6 * $1) }
      let quantity = "surviving blocks of \(setting.depth)"
      return [
        .init(
          quantity,
          points: [
            .init("mean", (3 * blocks - 1) / 4, deviation: (variance / samples).squareRoot())
          ]),
        .init(
          quantity, .variance,
          points: [
            .init(
              "variance", variance,
              deviation: ((fourth + 2 * variance * variance) / samples).squareRoot())
          ]),
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      // Blocks without layers: which branches a pass drops does not depend on what is in them.
      let blocks = survivals(setting.depth).map { survival in
        residual(link(Identity.self) + link(Gate.self, ["survival": .number(survival)]))
      }
      let run = try laboratory.specimen(
        1, of: blocks.reduce(Chain(), +), at: Tensor(repeating: 1, [1, 1]), start: .standard
      ).run
      let count = Double(run.branches.count { !$0.isDropped })
      return [[count], [count]]
    }, live: .survivors)

  /// p of blocks 1 … L, falling evenly to 1/2.
  private static func survivals(_ blocks: Int) -> [Double] {
    (1...blocks).map { 1 - Double($0) / Double(2 * blocks) }
  }
}
