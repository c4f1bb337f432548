// Averages over the normal distribution and over intervals, computed by Gauss's rule.

import Foundation

/// ∫ f over `interval` in `panels` equal parts, five nodes in each (Gauss and Legendre). No node
/// stands on an edge, so f may jump or bend there.
func integral(
  over interval: ClosedRange<Double>, panels: Int, _ f: (Double) -> Double
) -> Double {
  let root = (10.0 / 7).squareRoot()
  let (inner, outer) = ((5 - 2 * root).squareRoot() / 3, (5 + 2 * root).squareRoot() / 3)
  let lift = 13 * 70.0.squareRoot()
  let rule: [(node: Double, weight: Double)] = [
    (-outer, (322 - lift) / 900), (-inner, (322 + lift) / 900), (0, 128.0 / 225),
    (inner, (322 + lift) / 900), (outer, (322 - lift) / 900),
  ]
  let half = (interval.upperBound - interval.lowerBound) / Double(2 * panels)
  var total = 0.0
  for panel in 0..<panels {
    let middle = interval.lowerBound + half * Double(2 * panel + 1)
    for (node, weight) in rule { total += weight * f(middle + half * node) }
  }
  return half * total
}

/// E[f(z)] for z ~ N(0, 1), where f may bend at 0.
func expectation(_ f: (Double) -> Double) -> Double {
  let density = 1 / (2 * Double.pi).squareRoot()
  return integral(over: -12...12, panels: 96) { f($0) * density * exp(-$0 * $0 / 2) }
}
