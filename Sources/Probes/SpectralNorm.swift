// The largest singular value of a Jacobian, from products with it alone.

package import Networks
package import Tensors

/// σ_max(J), estimated from below.
package struct SpectralNorm: Sendable, Equatable {
  package var value: Double
  /// A bound on |θ − λ| / θ for the nearest eigenvalue λ of JᵀJ, where θ = value².
  package var residual: Double
  /// How many products with JᵀJ were made.
  package var iterations: Int

  /// Power iteration with memory: v, JᵀJ v, (JᵀJ)² v … span a space, and the largest eigenvalue
  /// of JᵀJ within it is the answer (Lanczos 1950). It is never worse than plain power iteration
  /// after as many products, and far better where the largest singular values lie close together,
  /// as they do in random layers. Only three vectors are kept.
  ///
  /// - Parameters:
  ///   - iterations: at most this many products with JᵀJ.
  ///   - tolerance: stops when the residual bound of σ (half of that of σ²) is below it.
  package static func measure(
    _ map: Linearization, iterations: Int, tolerance: Double, randomness: Randomness,
    isCancelled: () -> Bool
  ) -> SpectralNorm {
    var v = randomness.normal(map.inputShape)
    v = Float(1 / v.norm) * v
    var previous: Tensor?
    var diagonal: [Double] = []
    var beside: [Double] = []
    var result = SpectralNorm(value: 0, residual: 0, iterations: 0)
    while diagonal.count < max(1, iterations), !isCancelled() {
      var w = map.vjp(map.jvp(v))
      let alpha = w.dot(v)
      diagonal.append(alpha)
      w.add(Float(-alpha), times: v)
      if let previous, let beta = beside.last { w.add(Float(-beta), times: previous) }
      let beta = w.norm
      let (theta, last) = largestEigenvalue(diagonal, beside)
      let residual = theta > 0 ? beta * last / theta : 0
      result = SpectralNorm(
        value: max(0, theta).squareRoot(), residual: residual, iterations: diagonal.count)
      guard residual / 2 > tolerance, beta > 1e-6 * abs(theta), beta > 0 else { break }
      beside.append(beta)
      previous = v
      v = Float(1 / beta) * w
    }
    return result
  }

  /// The largest eigenvalue of a symmetric tridiagonal matrix, and the size of the last component
  /// of its unit eigenvector.
  static func largestEigenvalue(
    _ diagonal: [Double], _ beside: [Double]
  ) -> (value: Double, last: Double) {
    let count = diagonal.count
    guard count > 1 else { return (diagonal.first ?? 0, 1) }
    func radius(_ index: Int) -> Double {
      (index > 0 ? beside[index - 1] : 0) + (index < count - 1 ? beside[index] : 0)
    }
    // Gershgorin's bounds, then bisection: x is above all eigenvalues exactly when every pivot of
    // T − x is negative.
    var high = (0..<count).map { diagonal[$0] + radius($0) }.max() ?? 0
    var low = diagonal.max() ?? 0
    for _ in 0..<100 where high - low > 1e-15 * max(abs(high), abs(low)) {
      let middle = (low + high) / 2
      var pivot = diagonal[0] - middle
      var isAbove = pivot < 0
      for index in 1..<count where isAbove {
        pivot = diagonal[index] - middle - beside[index - 1] * beside[index - 1] / pivot
        isAbove = pivot < 0
      }
      if isAbove { high = middle } else { low = middle }
    }
    let value = high
    // The eigenvector from its last component upward, the direction in which it grows.
    var next = 0.0
    var current = 1.0
    var square = 1.0
    for index in stride(from: count - 1, to: 0, by: -1) {
      guard beside[index - 1] > 0 else { break }
      let outer = index < count - 1 ? beside[index] * next : 0
      let above = ((value - diagonal[index]) * current - outer) / beside[index - 1]
      next = current
      current = above
      square += above * above
      if !square.isFinite { return (value, 0) }
    }
    return (value, 1 / square.squareRoot())
  }
}
