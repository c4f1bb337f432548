// The largest singular value of a Jacobian, from products with it alone.

package import Networks
package import Tensors
import Kernels

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
  /// as they do in random layers. J and Jᵀ are applied in turn (Golub and Kahan 1965), so that
  /// no square of a small norm is ever rounded to Float32; only three vectors are kept.
  ///
  /// - Parameters:
  ///   - iterations: at most this many products with JᵀJ.
  ///   - tolerance: stops when the residual bound of σ (half of that of σ²) is below it, but not
  ///     before `fewest` products.
  package static func measure(
    _ map: Linearization, iterations: Int, tolerance: Double, randomness: Randomness,
    isCancelled: () -> Bool
  ) -> SpectralNorm {
    if let entries = map.entries {
      let largest = entries.map { abs($0) }.statistics.maximum
      return SpectralNorm(value: Double(largest), residual: 0, iterations: 1)
    }
    let fewest = fewest(amongInputs: map.inputShape.count)
    // Neither v nor u is ever scaled to length 1: their lengths are kept beside them.
    var v = randomness.uniform(map.inputShape, low: -1, high: 1)
    var beta = v.norm
    var u = map.jvp(v.scaled(by: 1 / beta))
    var alpha = u.norm
    // JᵀJ in the basis of all v is tridiagonal: α² + β² on the diagonal and α β beside it.
    var diagonal: [Double] = []
    var beside: [Double] = []
    var result = SpectralNorm(value: 0, residual: 0, iterations: 0)
    while diagonal.count < max(1, iterations), !isCancelled() {
      let above = diagonal.isEmpty ? 0 : beta
      diagonal.append(alpha * alpha + above * above)
      // The next v is Jᵀ u / α − α v / β,
      var next = map.vjp(u.scaled(by: 1 / alpha))
      let length = next.norm(adding: Float(-alpha / beta), times: v)
      let (theta, last) = largestEigenvalue(diagonal, beside)
      let residual = theta > 0 ? alpha * length * last / theta : 0
      result = SpectralNorm(
        value: max(0, theta).squareRoot(), residual: residual, iterations: diagonal.count)
      let isDone = residual / 2 <= tolerance && diagonal.count >= fewest
      // Nothing is left to find where β vanishes: the space holds its own image.
      guard !isDone, alpha * length > 1e-6 * theta else { break }
      beside.append(alpha * length)
      (v, beta) = (next, length)
      // and the next u is J v / β − β u / α.
      var image = map.jvp(v.scaled(by: 1 / beta))
      alpha = image.norm(adding: Float(-beta / alpha), times: u)
      u = image
    }
    return result
  }

  /// A small residual tells that σ is near some singular value, not that it is the largest one. A
  /// direction that J stretches by 1 % more than all found so far grows against them by about
  /// e^(2√0.02) with every product, and a random start rarely holds less than 1/(20 √n) of it.
  static func fewest(amongInputs count: Int) -> Int {
    var products = 0
    var growth = 1.0
    while growth < 20 * Double(count).squareRoot() {
      growth *= 1.327
      products += 1
    }
    return products
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

extension Tensor {
  /// The tensor times `factor`, which may be beyond Float32's range: then 0.
  fileprivate func scaled(by factor: Double) -> Tensor {
    let factor = Float(factor)
    return factor.isFinite ? multiplied(by: factor) : .zeros(shape)
  }
}
