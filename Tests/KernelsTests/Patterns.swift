// Numbers to test kernels with, and the distance of two results.

import Kernels

/// Numbers in −1 ..< 1 without a visible rule, the same for the same seed.
func pattern(_ count: Int, _ seed: UInt64) -> FloatBuffer {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  return FloatBuffer(
    (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) / Float(1 << 23) - 1
    })
}

/// The largest difference, relative to the largest expected number; infinite if any is not finite.
func gap(_ found: FloatBuffer, _ expected: FloatBuffer) -> Float {
  guard found.values.allSatisfy(\.isFinite) else { return .infinity }
  let scale = expected.values.map(abs).max() ?? 0
  let difference = zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? 0
  return difference == 0 ? 0 : difference / max(scale, .leastNormalMagnitude)
}
