// Random numbers by counting: number i depends on (key, i) alone, so that threads cannot matter.

import Foundation

/// Uniform numbers in low ..< high; all `low` if the two are equal.
package func fillUniform(into x: FloatBuffer, low: Float, high: Float, key: UInt64) {
  precondition(low <= high)
  let stream = RandomStream(key: key)
  let last = low < high ? high.nextDown : low
  Threads.forEachRange(of: x.count) { range in
    for i in range {
      let unit = Float(stream[i] >> 40) * 0x1p-24
      // Rounding may reach `high`.
      x.pointer[i] = min(last, low + (high - low) * unit)
    }
  }
}

/// Normal numbers with a mean and a standard deviation (Box & Muller 1958): pairs share a radius.
package func fillNormal(into x: FloatBuffer, mean: Float, deviation: Float, key: UInt64) {
  precondition(deviation >= 0)
  let stream = RandomStream(key: key)
  Threads.forEachRange(of: (x.count + 1) / 2, grain: 1 << 12) { pairs in
    for pair in pairs {
      let bits = stream[pair]
      // Radius from 32 bits in 0 <..< 1, so at most 6.8 deviations; angle from the others.
      let radius = (-2 * log((Double(bits >> 32) + 0.5) * 0x1p-32)).squareRoot()
      let angle = Double(bits & 0xFFFF_FFFF) * 0x1p-32 * 2 * Double.pi
      x.pointer[2 * pair] = mean + deviation * Float(radius * cos(angle))
      if 2 * pair + 1 < x.count {
        x.pointer[2 * pair + 1] = mean + deviation * Float(radius * sin(angle))
      }
    }
  }
}

/// 64 random bits for every index: splitmix64 (Steele, Lea & Flood 2014), which is made of a count and
/// a mixing of bits, started where the mixed key says.
private struct RandomStream {
  private let start: UInt64

  init(key: UInt64) { start = Self.mixed(key &+ Self.step) }

  subscript(index: Int) -> UInt64 {
    Self.mixed(start &+ (UInt64(truncatingIfNeeded: index) &+ 1) &* Self.step)
  }

  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mixed(_ bits: UInt64) -> UInt64 {
    var z = bits
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
