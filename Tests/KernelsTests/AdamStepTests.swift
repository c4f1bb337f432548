// A step of Adam against its formula.

import Kernels
import Testing

@Suite struct AdamStepTests {
  @Test(arguments: [0, 1, 33, 70_001]) func `a step follows the formula`(count: Int) {
    let (w, m, g) = (pattern(count, 1), pattern(count, 2), pattern(count, 4))
    let v = FloatBuffer(pattern(count, 3).values.map(abs))
    let (oldW, oldM, oldV) = (w.values, m.values, v.values)
    AdamStep(beta1: 0.9, beta2: 0.99, rate: 0.1, rootScale: 1.5, epsilon: 0.01)
      .update(w, m, v, along: g)
    let mean = (0..<count).map { 0.9 * oldM[$0] + 0.1 * g[$0] }
    let square = (0..<count).map { 0.99 * oldV[$0] + 0.01 * g[$0] * g[$0] }
    #expect(gap(m, FloatBuffer(mean)) < 1e-6)
    #expect(gap(v, FloatBuffer(square)) < 1e-6)
    let expected = (0..<count).map {
      oldW[$0] - 0.1 * mean[$0] / (square[$0].squareRoot() * 1.5 + 0.01)
    }
    #expect(gap(w, FloatBuffer(expected)) < 1e-6)
  }
}
