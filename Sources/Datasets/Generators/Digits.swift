// Handwriting of sorts: the ten digits drawn with a round pen.

import Foundation
import Tensors

extension Generator {
  /// Images [1, 28, 28] of one digit each, light on dark; slant, size, place, pen and the strokes
  /// themselves are random.
  static let digits = Generator(
    name: "digits", summary: "The ten digits, drawn with a round pen in ever new hands.",
    defaults: GeneratorOptions(examples: 2_000, test: 500, classes: 10, noise: 0.03),
    mostClasses: 10,
    draw: { label, options, randomness in
      .bytes(Handwriting(randomness).pixels(of: label, noise: options.noise))
    },
    shape: [1, 28, 28],
    classNames: numberedClasses)
}

/// One hand: how it slants, stretches, shakes, and how thick its pen is.
private struct Handwriting {
  private static let size = 28

  private let randomness: Randomness
  /// Maps (x, y) of the digit's frame, −1…1 with y downwards, to pixels.
  private let columns: (SIMD2<Float>, SIMD2<Float>)
  private let origin: SIMD2<Float>
  /// Half the width of the pen in pixels.
  private let pen: Float

  init(_ randomness: Randomness) {
    self.randomness = randomness
    let drawn = randomness.split(by: "hand").uniform([7], low: -1, high: 1)
    let angle = 0.16 * drawn[0]
    let slant = 0.25 * drawn[1] - 0.1
    let (width, height) = (6.2 + 1.4 * drawn[2], 9 + 1.2 * drawn[3])
    columns = (
      SIMD2(cos(angle), sin(angle)) * width,
      SIMD2(cos(angle) * slant - sin(angle), sin(angle) * slant + cos(angle)) * height
    )
    let middle = Float(Self.size) / 2
    origin = [middle + 2 * drawn[4], middle + 2 * drawn[5]]
    pen = 1.25 + 0.45 * drawn[6]
  }

  /// [1, 28, 28], row by row.
  func pixels(of digit: Int, noise deviation: Float) -> [UInt8] {
    let size = Self.size
    // The squared distance of every pixel to the nearest stroke; far away is as good as nowhere.
    var distances = [Float](repeating: 1e4, count: size * size)
    for line in lines(of: digit) {
      for (a, b) in zip(line, line.dropFirst()) { Self.trace(a, b, reach: pen + 1, &distances) }
    }
    let noise = randomness.split(by: "noise").grain(size * size, deviation: deviation)
    return zip(distances, noise).map { distance, noise in
      let cover = min(max(pen + 0.5 - distance.squareRoot(), 0), 1)
      return byte(cover + noise)
    }
  }

  /// The digit's strokes in pixels, each of their points shaken a little.
  private func lines(of digit: Int) -> [[SIMD2<Float>]] {
    var number = 0
    let shake = randomness.split(by: "shake").normal([2 * Pen.mostPoints], deviation: 0.07)
    return Pen.strokes(of: digit).map { stroke in
      let points = stroke.map { point -> SIMD2<Float> in
        number += 1
        let place = 2 * (number % Pen.mostPoints)
        let p = point + SIMD2(shake[place], shake[place + 1])
        return origin + columns.0 * p.x + columns.1 * p.y
      }
      return Pen.smoothed(points)
    }
  }

  /// Lowers the squared distances to the line from a to b, where they are less than `reach`².
  private static func trace(
    _ a: SIMD2<Float>, _ b: SIMD2<Float>, reach: Float, _ distances: inout [Float]
  ) {
    let (low, high) = (pointwiseMin(a, b) - reach, pointwiseMax(a, b) + reach)
    let limit = Float(size)
    let columns = Int(min(max(low.x, 0), limit))..<Int(min(max(high.x + 1, 0), limit))
    let rows = Int(min(max(low.y, 0), limit))..<Int(min(max(high.y + 1, 0), limit))
    let edge = b - a
    let squaredLength = max((edge * edge).sum(), 1e-6)
    for row in rows {
      for column in columns {
        let offset = SIMD2(Float(column) + 0.5, Float(row) + 0.5) - a
        let along = min(max((offset * edge).sum() / squaredLength, 0), 1)
        let away = offset - edge * along
        let place = row * size + column
        distances[place] = min(distances[place], (away * away).sum())
      }
    }
  }
}
