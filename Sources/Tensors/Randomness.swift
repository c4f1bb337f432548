// Random numbers from a key: the same key gives the same numbers, whatever was drawn elsewhere.

import Kernels

/// A source of random numbers that is a plain value. It is never advanced: `split(by:)` makes
/// independent sources for parts that have names, so adding one part does not change another's
/// numbers.
package struct Randomness: Sendable, Hashable {
  /// Everything drawn from here is a function of this key.
  package let key: UInt64

  package init(seed: UInt64) { key = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15) }

  private init(key: UInt64) { self.key = key }

  /// The independent source that belongs to `name`.
  package func split(by name: String) -> Randomness {
    // FNV-1a over the name, then mixed with the key.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Randomness(key: Self.mixed(key ^ Self.mixed(hash)))
  }

  /// The independent source number `index`.
  package func split(by index: Int) -> Randomness {
    Randomness(
      key: Self.mixed(key &+ UInt64(bitPattern: Int64(index)) &* 0xD1B5_4A32_D192_ED03 &+ 1))
  }

  /// Numbers uniform in low..<high.
  package func uniform(_ shape: Shape, low: Float = 0, high: Float = 1) -> Tensor {
    Tensor(shape) { fillUniform(into: $0, low: low, high: high, key: key) }
  }

  /// Numbers from the normal distribution.
  package func normal(_ shape: Shape, mean: Float = 0, deviation: Float = 1) -> Tensor {
    Tensor(shape) { fillNormal(into: $0, mean: mean, deviation: deviation, key: key) }
  }

  /// +1 or −1 with equal probability: the probes of Hutchinson's estimate.
  package func signs(_ shape: Shape) -> Tensor {
    uniform(shape).map { $0 < 0.5 ? -1 : 1 }
  }

  /// 0..<count in random order (Fisher–Yates).
  package func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    var state = key
    for index in stride(from: count - 1, to: 0, by: -1) {
      state = state &+ 0x9E37_79B9_7F4A_7C15
      let other = Int(Self.mixed(state).multipliedFullWidth(by: UInt64(index + 1)).high)
      order.swapAt(index, other)
    }
    return order
  }

  /// SplitMix64's finalizer (Steele, Lea and Flood 2014): every bit of the input moves every bit.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
