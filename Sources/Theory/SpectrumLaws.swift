// Singular values of Jacobians at the start: one layer, and products of several.

import Foundation
import Kernels
import Layers
import Networks
import Tensors

extension Law {
  package static let marchenkoPastur = Law(
    name: "marchenko_pastur", number: 20,
    summary: "Half of a relu layer's singular values are 0.",
    formula: """
      J = D W of He's start values: the values that are not 0 fill √2 − 1 … √2 + 1 with Marchenko \
      and Pastur's density for n/2 rows; the outermost stand in by n^(−2/3)
      """,
    source: "Marchenko and Pastur 1967; edges: Johnstone 2001", band: .spread,
    parameters: [.init(.width, 128, in: 8...1024), .init(.samples, 12, in: 4...10_000)],
    predict: { setting in
      let n = Double(setting.width)
      let edges = SpectrumEdge.wishart(rows: n / 2, columns: n, variance: 2 / n)
      let quantiles = marchenkoPasturQuantiles(ratio: 0.5, shares: shares)
      return [
        .init(
          "singular value", along: "rank in 20ths",
          points: [.init(0, edges.low.root.value)]
            + quantiles.enumerated().map { .init($0 + 1, 2.0.squareRoot() * $1) }
            + [.init(shares.count + 1, edges.high.root.value)]),
        .init("share of values that are 0", points: [.init("", 0.5)]),
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let values = try laboratory.specimen(
        1, of: dense(setting.width) + rectifier, at: laboratory.normal([1, setting.width]),
        start: .he()
      ).singularValues
      // Of a zero row LAPACK leaves at most rounding.
      let positive = values.filter { $0 > 1e-6 }.sorted()
      guard let least = positive.first, let largest = positive.last else {
        return [[Double](repeating: .nan, count: shares.count + 2), [1]]
      }
      let inner = shares.map { positive[Int($0 * Double(positive.count))] }
      return [
        [least] + inner + [largest],
        [1 - Double(positive.count) / Double(max(1, values.count))],
      ]
    }, live: .rectifiedEdges)

  /// Ranks of singular values as shares of their number.
  private static let shares = (1...19).map { Double($0) / 20 }

  package static let spectralEdges = Law(
    name: "spectral_edges", number: 21,
    summary: "LeCun's stretch by up to 2, orthogonal by 1.",
    formula: """
      s_max → 2 σw for W ~ N(0, σw²/n), at width n less by n^(−2/3); n s_min has the density of \
      P(n s_min ≤ t) = 1 − e^(−t²/2 − t); orthogonal: all 1
      """,
    source: "Bai and Yin 1988; Johnstone 2001; Edelman 1988",
    band: .computed("Tracy and Widom's distribution; Edelman's for the smallest; rounding"),
    parameters: [.init(.width, 128, in: 8...1024), .init(.samples, 12, in: 4...10_000)],
    predict: { setting in
      let root = Double(setting.samples).squareRoot()
      let edge = SpectrumEdge.product(of: 1, width: setting.width).root
      // Of P(t) above: E[t] = ∫ e^(−t²/2 − t) dt and E[t²] = 2 ∫ t e^(−t²/2 − t) dt.
      let mean = integral(over: 0...12, panels: 48) { exp(-$0 * $0 / 2 - $0) }
      let square = integral(over: 0...12, panels: 48) { 2 * $0 * exp(-$0 * $0 / 2 - $0) }
      return [
        .init(
          "singular value",
          points: [
            .init("normal, largest", edge.value, deviation: edge.deviation),
            .init(
              "normal, n · smallest", mean,
              deviation: (square - mean * mean).squareRoot() / root),
            .init(
              "He, largest", 2.0.squareRoot() * edge.value,
              deviation: 2.0.squareRoot() * edge.deviation),
            .init("orthogonal, largest", 1, deviation: orthogonalRounding),
            .init("orthogonal, smallest", 1, deviation: orthogonalRounding),
          ])
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let x = laboratory.normal([1, setting.width])
      var spectra: [[Double]] = []
      for start in [Initializer.lecun(), .he(), .orthogonal()] {
        spectra.append(
          try laboratory.specimen(1, of: dense(setting.width), at: x, start: start).singularValues)
      }
      func largest(_ index: Int) -> Double { spectra[index].first ?? .nan }
      func smallest(_ index: Int) -> Double { spectra[index].last ?? .nan }
      return [
        [largest(0), Double(setting.width) * smallest(0), largest(1), largest(2), smallest(2)]
      ]
    }, live: .weightEdges)

  /// Rounding of an orthogonal matrix's entries to Float32.
  private static let orthogonalRounding = 1e-6

  package static let spectralVariance = Law(
    name: "spectral_variance", number: 22,
    summary: "Spectra widen with depth, orthogonal ones not.",
    formula: """
      Var λ / (E λ)² of J Jᵀ = L (1/p − 1 − s): p = 1/2 for relu (half of its slopes are 0), else \
      1; s = −1 for normal weights, 0 for orthogonal ones
      """,
    source: "Pennington, Schoenholz and Ganguli 2017", band: .spread,
    parameters: [
      .init(.width, 128, in: 8...1024), .init(.depth, 4, in: 1...50),
      .init(.samples, 8, in: 4...10_000),
    ],
    predict: { setting in
      [
        .init(
          "variance of the spectrum",
          points: kinds.map { kind in
            let spread = 1 / kind.open - 1 - kind.moment
            let rounding = spread == 0 ? orthogonalRounding : nil
            return .init(kind.name, Double(setting.depth) * spread, deviation: rounding)
          })
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      var variances: [Double] = []
      for kind in kinds {
        let unit = kind.open < 1 ? dense(setting.width) + rectifier : dense(setting.width)
        let values = try laboratory.specimen(
          setting.depth, of: unit, at: laboratory.normal([1, setting.width]), start: kind.start
        ).singularValues.map { $0 * $0 }
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
        variances.append(square / (mean * mean) - 1)
      }
      return [variances]
    })

  /// Layers with the share p of slopes that are 1 and the moment s of their weights.
  private struct Kind {
    var name: String
    var open: Double
    var moment: Double
    var start: Initializer
  }

  private static let kinds = [
    Kind(name: "linear, normal", open: 1, moment: -1, start: .lecun()),
    Kind(name: "relu, normal", open: 0.5, moment: -1, start: .he()),
    Kind(name: "relu, orthogonal", open: 0.5, moment: 0, start: .orthogonal(gain: .relu)),
    Kind(name: "linear, orthogonal", open: 1, moment: 0, start: .orthogonal()),
  ]

  package static let productNorm = Law(
    name: "product_norm", number: 23,
    summary: "L linear layers stretch by up to √(e (L + 1/2)).",
    formula: """
      λ_max of J Jᵀ → (L + 1)^(L+1) / L^L ≈ e (L + 1/2) for L normal layers; at width n less by \
      n^(−2/3)
      """,
    source: "Pennington, Schoenholz and Ganguli 2017; Haagerup and Möller 2013",
    band: .computed("Tracy and Widom's distribution for single networks, whatever the samples"),
    parameters: [
      .init(.width, 128, in: 8...1024), .init(.depth, 6, in: 1...50),
      .init(.samples, 8, in: 4...10_000),
    ],
    predict: { setting in
      let points = (1...setting.depth).map { depth -> Prediction.Point in
        let edge = SpectrumEdge.product(of: depth, width: setting.width)
        return .init("\(depth)", edge.value, deviation: edge.deviation)
      }
      return [.init("λ_max by layers L", points: points)]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      var largest: [Double] = []
      for depth in 1...setting.depth {
        let values = try laboratory.specimen(
          depth, of: dense(setting.width), at: laboratory.normal([1, setting.width]),
          start: .lecun()
        ).singularValues
        largest.append(pow(values.first ?? .nan, 2))
      }
      return [largest]
    })
}
