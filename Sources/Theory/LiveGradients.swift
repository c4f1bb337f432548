// Laws of gradients, asked of a given network.

import Foundation
import Layers
import Networks
import Tensors

extension LiveLaw {
  /// dense -> bn -> relu: the gradient of the loss grows by √(π/(π − 1)) a layer.
  static let normalizedGradients = growth(
    of: Pattern(Dense.self, BatchNorm.self, ReLU.self), least: 3
  ) { _ in (Double.pi / (Double.pi - 1)).squareRoot() }

  /// dense -> bn: it grows by √((B − 2)/(B − 3)).
  static let linearNormalizedGradients = growth(
    of: Pattern(Dense.self, BatchNorm.self), least: 5
  ) { batch in ((batch - 2) / (batch - 3)).squareRoot() }

  private static func growth(
    of pattern: Pattern, least: Int, by factor: @escaping @Sendable (_ batch: Double) -> Double
  ) -> LiveLaw {
    LiveLaw(
      start: .he(), needsGradient: true,
      sites: { run throws(BrokenPremise) in
        let sites = try run.behindActivation(try run.row(of: pattern), pattern)
        try run.requireStatistics(sites, least: least)
        // What is normalized may have any scale, and a bias.
        try run.requireIndependence(sites)
        return sites
      },
      predict: { run, sites in
        [Law.growing(by: factor(Double(run.program.input.examples)), over: sites.count)]
      },
      measure: { run, sites in
        let registers = sites.prefix(1).map(\.input) + sites.map(\.output)
        let norms = registers.reversed().map { run.gradients[$0]?.norm ?? .nan }
        return [norms.map { $0 / norms[0] }]
      })
  }

  /// ‖J‖_F² of dense -> relu is, a unit, σw²/2.
  static let layerJacobians = LiveLaw(
    start: .he(), sites: heRows,
    predict: { _, sites in
      [.init("‖J‖_F² / outputs", points: sites.map { .init($0.dense, 1) })]
    },
    measure: { run, sites in
      [
        sites.map { site in
          let weight = site.weight(in: run)
          let squares = weight.rowSquares
          guard let y = run.values[site.output] else { return .nan }
          // J = D W: the rows of the units that are on.
          var sum = 0.0
          for index in 0..<y.count where y[index] > 0 { sum += squares[index % squares.count] }
          return sum / Double(y.count)
        }
      ]
    })

  /// Rows of dense -> relu with He's start values.
  static let heRows: @Sendable (Run) throws(BrokenPremise) -> [Site] = {
    run throws(BrokenPremise) in
    let sites = try run.row(of: Pattern(Dense.self, ReLU.self))
    try run.require(2, by: .he(), sites)
    return sites
  }
}

extension Run {
  /// Without the first site of a rectified row if what it gets is not rectified, as the law assumes.
  fileprivate func behindActivation(
    _ sites: [Site], _ pattern: Pattern
  ) throws(BrokenPremise) -> [Site] {
    guard pattern.kinds.last == ReLU.card.name, let first = sites.first else { return sites }
    let before =
      program.instructions.indices.contains(first.input - 1)
      ? program.instructions[first.input - 1].name : ""
    guard !(network.layer(before) is ReLU) else { return sites }
    guard sites.count > 1 else { throw .noUnit("\(pattern.words) behind another relu") }
    return Array(sites.dropFirst())
  }
}

extension Tensor {
  /// ‖row‖² of every row of a matrix.
  var rowSquares: [Double] {
    let length = shape.example.count
    return (0..<shape[0]).map { row in
      (row * length..<(row + 1) * length).reduce(0) { $0 + Double(self[$1]) * Double(self[$1]) }
    }
  }
}
