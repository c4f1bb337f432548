// One step of Adam over all numbers of a parameter.

import CKernels

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
    let constants = AdamConstants(
      beta1: beta1, beta2: beta2, rate: rate, root_scale: rootScale, epsilon: epsilon)
    Threads.forEachRange(of: w.count) { range in
      // SAFETY: the ranges are disjoint parts of 0 ..< count.
      let start = range.lowerBound
      adam_step(
        w.pointer + start, m.pointer + start, v.pointer + start, g.pointer + start, constants,
        range.count)
    }
  }
}
