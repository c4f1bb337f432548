// The strokes of the ten digits.

import Foundation

/// How digits are written, in a frame of −1…1 with x to the right and y downwards.
enum Pen {
  /// No digit has more points.
  static let mostPoints = 40

  /// The strokes of a digit in 0...9, each a row of points.
  static func strokes(of digit: Int) -> [[SIMD2<Float>]] {
    switch digit {
    case 0: [arc([0, 0], [0.8, 1], from: -90, to: 270)]
    case 1: [[[-0.45, -0.6], [0.1, -1], [0.1, 0], [0.1, 1]]]
    case 2:
      [
        arc([0, -0.45], [0.75, 0.55], from: -170, to: 40) + [[-0.75, 1]], [[-0.75, 1], [0.8, 1]],
      ]
    case 3:
      [
        arc([-0.05, -0.5], [0.7, 0.5], from: -150, to: 90),
        arc([-0.05, 0.5], [0.8, 0.5], from: -90, to: 150),
      ]
    case 4:
      [[[0.2, -1], [-0.8, 0.35]], [[-0.8, 0.35], [0.85, 0.35]], [[0.35, -0.3], [0.35, 1]]]
    case 5:
      [
        [[0.7, -1], [-0.55, -1]], [[-0.55, -1], [-0.65, -0.1]],
        [[-0.65, -0.1]] + arc([-0.05, 0.35], [0.75, 0.62], from: -110, to: 145),
      ]
    case 6:
      [
        [[0.45, -1], [-0.25, -0.6], [-0.7, 0.1]]
          + arc([0, 0.45], [0.72, 0.55], from: -180, to: 180).reversed()
      ]
    case 7: [[[-0.75, -1], [0.75, -1]], [[0.75, -1], [0.2, 0], [-0.2, 1]]]
    case 8:
      [
        arc([0, -0.5], [0.6, 0.5], from: 90, to: 450),
        arc([0, 0.5], [0.75, 0.5], from: -90, to: 270),
      ]
    default:
      [
        arc([0, -0.45], [0.7, 0.55], from: 0, to: -360)
          + [[0.65, 0.1], [0.45, 0.6], [0.1, 1]]
      ]
    }
  }

  /// Points on an ellipse around `center` with half axes `half`; degrees, clockwise from the right.
  private static func arc(
    _ center: SIMD2<Float>, _ half: SIMD2<Float>, from start: Float, to end: Float
  ) -> [SIMD2<Float>] {
    let steps = Int((abs(end - start) / 45).rounded(.up))
    return (0...steps).map { step in
      let angle = (start + (end - start) * Float(step) / Float(steps)) * .pi / 180
      return center + half * SIMD2(cos(angle), sin(angle))
    }
  }

  /// A curve through the points, four pieces from one to the next (Catmull–Rom).
  static func smoothed(_ points: [SIMD2<Float>]) -> [SIMD2<Float>] {
    guard points.count > 2 else { return points }
    var curve: [SIMD2<Float>] = []
    for index in 0..<points.count - 1 {
      let before = points[max(index - 1, 0)]
      let (from, to) = (points[index], points[index + 1])
      let after = points[min(index + 2, points.count - 1)]
      for step in 0..<4 {
        let t = Float(step) / 4
        // The cubic that leaves `from` and enters `to` along the chords of their neighbors.
        let first = (to - before) * t
        let second = (2 * before - 5 * from + 4 * to - after) * (t * t)
        let third = (3 * from - before - 3 * to + after) * (t * t * t)
        curve.append(from + (first + second + third) / 2)
      }
    }
    return curve + [points[points.count - 1]]
  }
}
