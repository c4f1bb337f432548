// The ten figures of `shapes`, as distances to their outlines.

import Foundation

/// A figure that fits in −1…1.
enum Figure: String, CaseIterable {
  case disc, ring, square, frame, triangle, cross, star, crescent, stripes, checker

  /// How far `p` is from the outline: negative inside. Near the outline it is the true distance but
  /// at corners.
  ///
  /// Source of the idea: I. Quilez, "2D distance functions".
  func distance(_ p: SIMD2<Float>) -> Float {
    switch self {
    case .disc: length(p) - 0.85
    case .ring: abs(length(p) - 0.7) - 0.2
    case .square: box(p, [0.72, 0.72])
    case .frame: abs(box(p, [0.65, 0.65])) - 0.17
    case .triangle: wedge(p, corners: 3, inner: 0.5)
    case .cross: min(box(p, [0.95, 0.27]), box(p, [0.27, 0.95]))
    case .star: wedge(p, corners: 5, inner: 0.42)
    case .crescent: max(length(p) - 0.9, 0.72 - length(p - [0.42, 0]))
    case .stripes: max(box(p, [0.9, 0.9]), bands(p.y, period: 0.72))
    case .checker:
      // The square ends before the next bands begin, or their edges would show.
      max(box(p, [0.82, 0.82]), -either(bands(p.x, period: 1.2), bands(p.y, period: 1.2)))
    }
  }

  private func length(_ p: SIMD2<Float>) -> Float { (p * p).sum().squareRoot() }

  /// A rectangle of half the extents `half`.
  private func box(_ p: SIMD2<Float>, _ half: SIMD2<Float>) -> Float {
    let (x, y) = (abs(p.x) - half.x, abs(p.y) - half.y)
    return length([max(x, 0), max(y, 0)]) + min(max(x, y), 0)
  }

  /// A star whose tips are at 1 and whose inner corners are at `inner`; with inner = cos(π/corners)
  /// it is a regular polygon.
  private func wedge(_ p: SIMD2<Float>, corners: Float, inner: Float) -> Float {
    // Fold all tips onto the one at angle 0, and its lower half onto the upper one.
    let sector = 2 * Float.pi / corners
    let angle = atan2(p.y, p.x)
    let folded = abs(angle - (angle / sector).rounded() * sector)
    let (tip, corner) = (
      SIMD2<Float>(1, 0), SIMD2(cos(sector / 2), sin(sector / 2)) * inner
    )
    let edge = corner - tip
    let normal = SIMD2(edge.y, -edge.x) / length(edge)
    let offset = SIMD2(cos(folded), sin(folded)) * length(p) - tip
    return (offset * normal).sum()
  }

  /// Parallel bands, as wide as the gaps between them.
  private func bands(_ x: Float, period: Float) -> Float {
    abs(x / period - (x / period).rounded()) * period - period / 4
  }

  /// What is in one of two figures but not in both.
  private func either(_ a: Float, _ b: Float) -> Float { max(min(a, b), -max(a, b)) }
}
