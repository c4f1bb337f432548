// Laws of forward signals, asked of a given network.

import Foundation
import Layers
import Networks
import Tensors

extension LiveLaw {
  /// σw² = n Var(W): the mean square of what dense -> relu gives is σw²/2 of what it gets.
  ///
  /// Nothing is assumed of what the first layer gets: the rows of normal weights look alike in
  /// every direction.
  static func lengths(_ weightVariance: Double, start: Initializer) -> LiveLaw {
    LiveLaw(
      start: start,
      sites: { run throws(BrokenPremise) in
        let sites = try run.row(of: Pattern(Dense.self, ReLU.self))
        try run.require(weightVariance, by: start, sites)
        return sites
      },
      predict: { _, sites in
        [
          .init(
            "rms of x / rms of x₀", along: "layer", .geometricMean,
            points: (0...sites.count).map { .init($0, pow(weightVariance / 2, Double($0) / 2)) })
        ]
      },
      measure: { run, sites in
        let squares = run.meanSquares(sites)
        return [squares.map { ($0 / squares[0]).squareRoot() }]
      })
  }

  /// The mean square doubles a block x + W relu(x).
  static let doublingBlocks = LiveLaw(
    start: .he(),
    sites: { run throws(BrokenPremise) in
      let sites = try run.row(of: Pattern(ReLU.self, Dense.self, isResidual: true))
      try run.require(2, by: .he(), sites)
      return sites
    },
    predict: { _, sites in
      [
        .init(
          "E x² / E x₀²", along: "block", .geometricMean,
          points: (0...sites.count).map { .init($0, pow(2, Double($0))) })
      ]
    },
    measure: { run, sites in
      let squares = run.meanSquares(sites)
      return [squares.map { $0 / squares[0] }]
    })

  /// It grows by 1 a block x + W relu(bn(x)), whatever it was.
  static let normalizedBlocks = LiveLaw(
    start: .he(),
    sites: { run throws(BrokenPremise) in
      let pattern = Pattern(BatchNorm.self, ReLU.self, Dense.self, isResidual: true)
      let sites = try run.row(of: pattern)
      try run.requireStatistics(sites, least: 3)
      try run.require(2, by: .he(), sites)
      return sites
    },
    predict: { run, sites in
      let first = run.meanSquares(sites)[0]
      return [
        .init(
          "E x²", along: "block",
          points: (0...sites.count).map { .init($0, first + Double($0)) })
      ]
    },
    measure: { run, sites in [run.meanSquares(sites)] })

  /// How many branches a pass goes through.
  static let survivors = LiveLaw(
    origin: "that of the coins, √Σ p (1 − p)",
    sites: { run throws(BrokenPremise) in
      guard !run.branches.isEmpty else { throw .noGate }
      guard run.phase == .training else { throw .evaluation }
      return []
    },
    predict: { run, _ in
      let survivals = run.branches.map(\.survival)
      let variance = survivals.reduce(0) { $0 + $1 * (1 - $1) }
      return [
        .init(
          "branches that this pass goes through",
          points: [
            .init(
              "of \(survivals.count)", survivals.reduce(0, +), deviation: variance.squareRoot())
          ])
      ]
    },
    measure: { run, _ in [[Double(run.branches.count { !$0.isDropped })]] })
}

extension Run {
  /// E x² before the first site and after each one.
  fileprivate func meanSquares(_ sites: [Site]) -> [Double] {
    (sites.prefix(1).map(\.input) + sites.map(\.output)).map { register in
      values[register].map { $0.sumOfSquares / Double(max(1, $0.count)) } ?? .nan
    }
  }
}
