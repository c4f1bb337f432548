// Student's distribution: how far an average of few samples may be off.

/// Intervals for the mean of a few samples whose spread is known only from themselves.
package enum Student {
  /// The 97.5 % quantile: a mean lies within so many standard errors of the truth in 95 % of cases.
  ///
  /// - Parameter degrees: the number of samples less one, at least 1.
  package static func quantile(degrees: Int) -> Double {
    let exact = [12.706205, 4.302653, 3.182446, 2.776445, 2.570582]
    if degrees <= exact.count { return exact[max(1, degrees) - 1] }
    // Fisher's expansion in 1/ν around the normal distribution's quantile; from 6 degrees on it is
    // right to 1e-3.
    let (z, n): (Double, Double) = (1.959963985, Double(degrees))
    let (z2, z3) = (z * z, z * z * z)
    let first: Double = (z3 + z) / 4
    let second: Double = z * (5 * z2 * z2 + 16 * z2 + 3) / 96
    let third: Double = z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384
    return z + first / n + second / (n * n) + third / (n * n * n)
  }
}
