// Functions made of exponentials, for every number of a strip.

import CKernels

/// Worked out in Float64 and rounded once: at most 0.505 units in the last place from the true value,
/// over all Float32 numbers. NaN stays NaN; overflow is infinite; the least numbers keep their digits.
extension Strip {
  /// eˣ − 1
  package var exponentialLessOne: Strip { map(exponential_less_one_of) }

  /// tanh x
  package var hyperbolicTangent: Strip { map(hyperbolic_tangent_of) }

  /// σ(x) = 1 / (1 + e⁻ˣ)
  package var sigmoid: Strip { map(sigmoid_of) }

  /// φ(x) = exp(−x²/2) / √(2π)
  package var normalDensity: Strip { map(normal_density_of) }

  /// Φ(x), the share of a standard normal distribution below x.
  package var normalDistribution: Strip { map(normal_distribution_of) }

  private func map(
    _ function: (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void
  ) -> Strip {
    var result = Strip(0)
    withUnsafeBytes(of: self) { x in
      withUnsafeMutableBytes(of: &result) { y in
        // SAFETY: a strip is StripCount numbers without gaps.
        function(
          x.baseAddress!.assumingMemoryBound(to: Float.self),
          y.baseAddress!.assumingMemoryBound(to: Float.self))
      }
    }
    return result
  }
}
