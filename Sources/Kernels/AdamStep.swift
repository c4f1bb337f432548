// One step of Adam over all numbers of a parameter.

/// The constants of a step (Kingma & Ba 2015): the decay of both moments, and what the corrections
/// of their bias make of the learning rate and of √v.
package struct AdamStep: Sendable {
  private let beta1, beta2, rate, rootScale, epsilon: Float

  package init(beta1: Float, beta2: Float, rate: Float, rootScale: Float, epsilon: Float) {
    (self.beta1, self.beta2, self.rate) = (beta1, beta2, rate)
    (self.rootScale, self.epsilon) = (rootScale, epsilon)
  }

  /// Along the gradient g:
  ///
  ///     m ← β₁ m + (1 − β₁) g
  ///     v ← β₂ v + (1 − β₂) g²
  ///     w ← w − rate · m / (√v · rootScale + ε)
  package func update(
    _ w: FloatBuffer, _ m: FloatBuffer, _ v: FloatBuffer, along g: FloatBuffer
  ) {
    precondition(m.count == w.count && v.count == w.count && g.count == w.count)
    let (weights, means, squares, gradient) = (w.pointer, m.pointer, v.pointer, g.pointer)
    Threads.forEachRange(of: w.count) { range in
      // SAFETY: the ranges are disjoint parts of 0 ..< count.
      for i in range {
        let slope = gradient[i]
        let mean = beta1 * means[i] + (1 - beta1) * slope
        let square = beta2 * squares[i] + (1 - beta2) * slope * slope
        (means[i], squares[i]) = (mean, square)
        weights[i] -= rate * (mean / (square.squareRoot() * rootScale + epsilon))
      }
    }
  }
}
