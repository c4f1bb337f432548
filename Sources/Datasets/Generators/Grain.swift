// The grain of drawn images, and how their brightness becomes bytes.

import Tensors

extension Randomness {
  /// `count` numbers of mean 0 and the standard deviation given, all equally likely: as good as
  /// normal ones for grain, and quicker.
  func grain(_ count: Int, deviation: Float) -> [Float] {
    let reach = deviation * Float(3).squareRoot()
    return uniform([count], low: -reach, high: reach).values
  }
}

/// A brightness, 0…1, as the nearest byte; what is beyond is cut off.
func byte(_ brightness: Float) -> UInt8 { UInt8(min(max(brightness * 255 + 0.5, 0), 255)) }
