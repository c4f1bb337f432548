// Where the singular values of matrices of normal numbers lie, and how far the outermost stray.

import Foundation

/// The Tracy–Widom distribution of real symmetric matrices (β = 1), in which the largest
/// eigenvalue strays around its edge. Source: Bornemann 2010.
enum TracyWidom {
  static let mean = -1.2065335745820
  static let deviation = 1.6077810345810.squareRoot()
}

/// An edge of a spectrum: where it is expected and how far it strays.
struct SpectrumEdge: Sendable {
  var value: Double
  var deviation: Double

  /// The same edge for singular values, the roots of these eigenvalues.
  var root: SpectrumEdge {
    let root = max(0, value).squareRoot()
    return SpectrumEdge(value: root, deviation: root > 0 ? deviation / (2 * root) : 0)
  }

  /// The largest eigenvalue of J Jᵀ for a product J of `factors` n × n matrices of variance 1/n.
  ///
  /// In the limit λ* = (L + 1)^(L+1) / L^L, and near it the density is C √(λ* − λ)/π, so that at
  /// width n the eigenvalue is λ* + (C n)^(−2/3) ξ with ξ Tracy–Widom. The density in parametric
  /// form, λ = sin^(L+1)((L+1)φ) / (sin φ sin^L(Lφ)), ρ = sin² φ sin^(L−1)(Lφ) / (π sin^L((L+1)φ)),
  /// gives for φ → 0: λ* − λ = λ* L (L+1)/2 φ² and ρ = L^(L−1) / (L+1)^L φ/π.
  /// Sources: Pennington, Schoenholz and Ganguli 2017; Haagerup and Möller 2013.
  static func product(of factors: Int, width: Int) -> SpectrumEdge {
    let count = Double(factors)
    let limit = exp((count + 1) * log(count + 1) - count * log(count))
    let density = exp((count - 1) * log(count) - count * log(count + 1))
    let steepness = density / (limit * count * (count + 1) / 2).squareRoot()
    let scale = pow(steepness * Double(width), -2.0 / 3)
    return SpectrumEdge(
      value: limit + TracyWidom.mean * scale, deviation: TracyWidom.deviation * scale)
  }

  /// The outermost eigenvalues of W Wᵀ that are not 0, for W of `rows` < `columns` numbers of this
  /// variance. Sources: Johnstone 2001; Feldheim and Sodin 2010 for the lower one.
  static func wishart(
    rows: Double, columns: Double, variance: Double
  ) -> (low: SpectrumEdge, high: SpectrumEdge) {
    let (a, b) = (rows.squareRoot(), columns.squareRoot())
    let (far, near) = ((a + b) * pow(1 / a + 1 / b, 1.0 / 3), (b - a) * pow(1 / a - 1 / b, 1.0 / 3))
    return (
      SpectrumEdge(
        value: variance * ((b - a) * (b - a) - TracyWidom.mean * near),
        deviation: variance * TracyWidom.deviation * near),
      SpectrumEdge(
        value: variance * ((a + b) * (a + b) + TracyWidom.mean * far),
        deviation: variance * TracyWidom.deviation * far)
    )
  }
}

/// The singular values that stand at these shares (0…1) of the way from the smallest to the
/// largest one that is not 0, for many numbers of variance 1/columns and `ratio` = rows/columns.
///
/// Marchenko and Pastur 1967: the eigenvalues have density √((b − λ)(λ − a)) / (2π ratio λ)
/// between a, b = (1 ∓ √ratio)².
func marchenkoPasturQuantiles(ratio: Double, shares: [Double]) -> [Double] {
  let (a, b) = (pow(1 - ratio.squareRoot(), 2), pow(1 + ratio.squareRoot(), 2))
  // λ = a + (b − a) sin² θ takes the roots at both edges away.
  let steps = 2000
  let width = Double.pi / 2 / Double(steps)
  var (total, results): (Double, [Double]) = (0, [])
  for step in 0..<steps {
    let theta = (Double(step) + 0.5) * width
    let wave = sin(2 * theta)
    let value = a + (b - a) * pow(sin(theta), 2)
    total += (b - a) * (b - a) * wave * wave / 2 / (2 * Double.pi * ratio * value) * width
    while results.count < shares.count, total >= shares[results.count] {
      results.append(value.squareRoot())
    }
  }
  while results.count < shares.count { results.append(b.squareRoot()) }
  return results
}
