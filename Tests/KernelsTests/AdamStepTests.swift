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

  @Test func `gradients that have vanished move nothing, and nothing becomes nan`() {
    let (count, least) = (40, Float.leastNormalMagnitude)
    for size in [1e-20, least, least / 1000, 0] {
      let w = pattern(count, 1)
      let (m, v) = (
        FloatBuffer(repeating: 0, count: count), FloatBuffer(repeating: 0, count: count)
      )
      let old = w.values
      let step = AdamStep(beta1: 0.9, beta2: 0.999, rate: 1e-3, rootScale: 30, epsilon: 1e-8)
      for _ in 0..<3 { step.update(w, m, v, along: FloatBuffer(repeating: size, count: count)) }
      #expect(w.values == old, "gradients of \(size)")
      #expect(v.values.allSatisfy { $0 >= 0 && $0 <= size * size })
    }
  }

  @Test func `what a step leaves behind does not flush other small numbers`() {
    let numbers = FloatBuffer(repeating: .leastNormalMagnitude, count: 40)
    let (m, v) = (FloatBuffer(repeating: 0, count: 40), FloatBuffer(repeating: 0, count: 40))
    AdamStep(beta1: 0.9, beta2: 0.999, rate: 0, rootScale: 1, epsilon: 1e-8)
      .update(FloatBuffer(repeating: 0, count: 40), m, v, along: numbers)
    scale(0.5, numbers, into: numbers)
    #expect(numbers.values.allSatisfy { $0 == .leastNormalMagnitude / 2 })
  }
}
