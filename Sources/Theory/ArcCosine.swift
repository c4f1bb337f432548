// What a rectified layer of normal weights does to the angle between two inputs.

import Foundation

/// The cosine between the images of two inputs with cosine c under x ↦ relu(W x):
/// κ(c) = (√(1 − c²) + c (π − arccos c)) / π.
///
/// Source: Cho and Saul 2009, equation 6 with n = 1.
func rectifiedCosine(_ c: Double) -> Double {
  ((1 - c * c).squareRoot() + c * (Double.pi - acos(c))) / Double.pi
}

/// c, f(c), f(f(c)), …: `count` steps from a cosine of `start`.
func cosines(from start: Double, steps count: Int, _ f: (Double) -> Double) -> [Double] {
  var values = [start]
  for _ in 0..<count { values.append(min(1, f(values[values.count - 1]))) }
  return values
}
