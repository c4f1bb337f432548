// Random numbers by position: element i is a function of the key and i, of nothing else.

import Foundation

/// Numbers uniform in low..<high, with 24 random bits each.
package func fillUniform(into x: FloatBuffer, low: Float, high: Float, key: UInt64) {
  let target = x.pointer
  let last = max(low, high.nextDown)
  Threads.forEachRange(in: 0..<x.count, grain: randomGrain) { range in
    for index in range {
      let unit = Float(randomBits(key, index) >> 40) / Float(1 << 24)
      target[index] = min(low + (high - low) * unit, last)
    }
  }
}

/// Numbers from the normal distribution (Box and Muller 1958), none further than 7.5 deviations
/// from the mean. Elements 2i and 2i + 1 are the coordinates of one point of the plane.
package func fillNormal(into x: FloatBuffer, mean: Float, deviation: Float, key: UInt64) {
  let (target, count) = (x.pointer, x.count)
  Threads.forEachRange(in: 0..<(count + 1) / 2, grain: randomGrain) { range in
    for index in range {
      // 40 bits for the radius, which is never infinite, and 24 for the angle.
      let bits = randomBits(key, index)
      let radius = (-2 * log((Double(bits >> 24) + 0.5) / Double(1 << 40))).squareRoot()
      let angle = 2 * Double.pi * Double(bits & 0xFF_FFFF) / Double(1 << 24)
      target[2 * index] = mean + deviation * Float(radius * cos(angle))
      guard 2 * index + 1 < count else { return }
      target[2 * index + 1] = mean + deviation * Float(radius * sin(angle))
    }
  }
}

/// Random numbers that are worth a thread of their own.
private let randomGrain = 1 << 12

/// The 64 bits number `index` of SplitMix64 (Steele, Lea and Flood 2014) started at `key`.
@inline(__always) private func randomBits(_ key: UInt64, _ index: Int) -> UInt64 {
  var z = key &+ (UInt64(index) &+ 1) &* 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
