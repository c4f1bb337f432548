// Laws of singular values, asked of a given network.

import Foundation
import Kernels
import Layers
import Networks
import Tensors

extension LiveLaw {
  /// The outermost singular values of J = D W of dense -> relu at the first example: those of
  /// Marchenko and Pastur for the rows that are on, Tracy and Widom's distance inwards.
  static let rectifiedEdges = LiveLaw(
    sites: { run throws(BrokenPremise) in
      try fitting(try heRows(run)) {
        ($0.open(in: run).count, $0.weight(in: run).shape.example.count)
      }
    },
    predict: { run, sites in
      let edges = sites.map { site -> (low: SpectrumEdge?, high: SpectrumEdge) in
        let inputs = site.weight(in: run).shape.example.count
        return SpectrumEdge.outermost(
          rows: site.open(in: run).count, columns: inputs, variance: 2 / Double(inputs))
      }
      let halves = sites.map { site -> Prediction.Point in
        let outputs = Double(site.weight(in: run).shape[0])
        return .init(site.dense, 0.5, deviation: 0.5 / outputs.squareRoot())
      }
      return SpectrumEdge.predictions(edges, sites)
        + [.init("share of units that are off", points: halves)]
    },
    measure: { run, sites in
      let values = sites.map { site in
        site.weight(in: run).singularValues(rows: site.open(in: run))
      }
      let edges = sites.map { site in
        SpectrumEdge.outermost(
          rows: site.open(in: run).count, columns: site.weight(in: run).shape.example.count,
          variance: 1)
      }
      return SpectrumEdge.measured(values, edges)
        + [
          sites.map { site in
            1 - Double(site.open(in: run).count) / Double(site.weight(in: run).shape[0])
          }
        ]
    })

  /// The outermost singular values of the weight of every dense layer of the top level.
  static let weightEdges = LiveLaw(
    sites: { run throws(BrokenPremise) in
      let sites = run.program.topLevel.compactMap { name -> Site? in
        guard run.network.layer(name) is Dense, let stretch = run.program.stretch(name) else {
          return nil
        }
        return Site(layers: [name], input: stretch.input, output: stretch.output, dense: name)
      }
      guard !sites.isEmpty else { throw .noUnit(Dense.card.name) }
      let fitting = try fitting(sites) { site in
        let shape = site.weight(in: run).shape
        return (shape[0], shape.example.count)
      }
      try run.requireIndependence(fitting)
      return fitting
    },
    predict: { run, sites in
      SpectrumEdge.predictions(sites.map { $0.weight(in: run).edges }, sites)
    },
    measure: { run, sites in
      let weights = sites.map { $0.weight(in: run) }
      return SpectrumEdge.measured(
        weights.map { $0.singularValues(rows: Array(0..<$0.shape[0])) }, weights.map(\.edges))
    })

  /// The sites whose matrices are neither too small for a law of large ones nor too large to be
  /// decomposed.
  private static func fitting(
    _ sites: [Site], _ sides: (Site) -> (rows: Int, columns: Int)
  ) throws(BrokenPremise) -> [Site] {
    let sizes = 8...1536
    let fitting = sites.filter { site in
      let (rows, columns) = sides(site)
      return sizes.contains(min(rows, columns))
    }
    guard !fitting.isEmpty else { throw .sizes(sizes) }
    return fitting
  }
}

extension SpectrumEdge {
  /// The outermost singular values that are not 0 of a matrix of this variance. The lower one has
  /// another law where the matrix is nearly square.
  static func outermost(
    rows: Int, columns: Int, variance: Double
  ) -> (low: SpectrumEdge?, high: SpectrumEdge) {
    let (short, long) = (Double(min(rows, columns)), Double(max(rows, columns)))
    // A square matrix has its upper edge where it has one row less.
    let edges = wishart(rows: min(short, long - 1), columns: long, variance: variance)
    return (short <= squarest * long ? edges.low.root : nil, edges.high.root)
  }

  /// Up to this ratio of its sides the lower edge of a matrix is far enough from 0.
  private static let squarest = 0.75

  /// One point a site for the largest values, and one for the smallest where there is a law.
  fileprivate static func predictions(
    _ edges: [(low: SpectrumEdge?, high: SpectrumEdge)], _ sites: [Site]
  ) -> [Prediction] {
    let named = zip(sites, edges)
    return [
      .init(
        "largest singular value",
        points: named.map { .init($0.dense, $1.high.value, deviation: $1.high.deviation) }),
      .init(
        "smallest singular value above 0",
        points: named.compactMap { site, edges in
          edges.low.map { .init(site.dense, $0.value, deviation: $0.deviation) }
        }),
    ]
  }

  /// What stands at the same points.
  fileprivate static func measured(
    _ values: [[Double]], _ edges: [(low: SpectrumEdge?, high: SpectrumEdge)]
  ) -> [[Double]] {
    [
      values.map { $0.first ?? .nan },
      zip(values, edges).compactMap { values, edges in
        edges.low.map { _ in values.last ?? .nan }
      },
    ]
  }
}

extension Site {
  /// The units that are on at the first example.
  fileprivate func open(in run: Run) -> [Int] {
    guard let y = run.values[output] else { return [] }
    return (0..<y.shape.example.count).filter { y[$0] > 0 }
  }
}

extension Tensor {
  /// The edges for a matrix of as many entries of the same variance.
  fileprivate var edges: (low: SpectrumEdge?, high: SpectrumEdge) {
    SpectrumEdge.outermost(
      rows: shape[0], columns: shape.example.count,
      variance: sumOfSquares / Double(max(1, count)))
  }

  /// The singular values of some rows of a matrix, the largest first; of no rows none.
  fileprivate func singularValues(rows: [Int]) -> [Double] {
    let length = shape.example.count
    let entries = rows.flatMap { row in (0..<length).map { Double(self[row * length + $0]) } }
    return SingularValues(of: entries, rows: length, columns: rows.count)?.values ?? []
  }
}
