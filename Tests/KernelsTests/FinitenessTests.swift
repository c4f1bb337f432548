// One number among many that is none.

import Kernels
import Testing

@Suite struct FinitenessTests {
  @Test(arguments: [0, 1, 15, 100, 70_001])
  func `nan and infinities are found wherever they are, and nothing else`(count: Int) {
    let numbers = FloatBuffer(repeating: -.greatestFiniteMagnitude, count: count)
    #expect(isFinite(numbers))
    for place in [0, count / 2, count - 1] where count > 0 {
      for culprit in [Float.infinity, -.infinity, .nan, -.nan, .signalingNaN] {
        numbers[place] = culprit
        #expect(!isFinite(numbers), "\(culprit) at \(place)")
      }
      numbers[place] = .leastNonzeroMagnitude
      #expect(isFinite(numbers))
    }
  }
}
