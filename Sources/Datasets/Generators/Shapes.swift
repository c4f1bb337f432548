// Colored figures before a colored background: ten classes that need more than their color.

import Foundation
import Tensors

extension Generator {
  /// Images [3, 32, 32] of one figure each; color, place, size, angle and background are random.
  static let shapes = Generator(
    name: "shapes", summary: "Colored figures before a colored background, ten kinds of them.",
    defaults: GeneratorOptions(examples: 2_000, test: 500, classes: 10, noise: 0.04),
    mostClasses: Figure.allCases.count,
    draw: { label, options, randomness in
      .bytes(ShapeScene(Figure.allCases[label], randomness).pixels(noise: options.noise))
    },
    shape: [3, 32, 32],
    classNames: { classes in Figure.allCases.prefix(classes).map(\.rawValue) })
}

/// A figure with its place, colors and background: everything but the noise.
private struct ShapeScene {
  private static let size = 32

  private let figure: Figure
  private let center: SIMD2<Float>
  /// Half the figure's extent in pixels.
  private let radius: Float
  private let angle: Float
  private let ink: SIMD3<Float>
  /// The background runs from the first color to the second along `direction`.
  private let background: (SIMD3<Float>, SIMD3<Float>)
  private let direction: SIMD2<Float>
  private let noiseSource: Randomness

  /// Colors closer than this are hard to tell apart, even for people.
  private static let leastContrast: Float = 0.45

  init(_ figure: Figure, _ randomness: Randomness) {
    let drawn = randomness.split(by: "scene").uniform([14])
    self.figure = figure
    noiseSource = randomness.split(by: "noise")
    let middle = Float(Self.size) / 2
    center = [middle + (drawn[0] - 0.5) * 8, middle + (drawn[1] - 0.5) * 8]
    radius = 8.5 + 4 * drawn[2]
    angle = 2 * .pi * drawn[3]
    direction = [cos(2 * .pi * drawn[4]), sin(2 * .pi * drawn[4])] / Float(Self.size)
    let back = SIMD3(drawn[5], drawn[6], drawn[7])
    let drift = SIMD3(drawn[8], drawn[9], drawn[10]) - 0.5
    background = (
      (back - 0.4 * drift).clamped(lowerBound: .zero, upperBound: .one),
      (back + 0.4 * drift).clamped(lowerBound: .zero, upperBound: .one)
    )
    // A color too near to the background is moved away from it, to the roomier side.
    var color = SIMD3(drawn[11], drawn[12], drawn[13])
    let distance = ((color - back) * (color - back)).sum().squareRoot()
    if distance < Self.leastContrast {
      color = back + SIMD3<Float>(repeating: 0.5).replacing(with: -0.5, where: back .> 0.5)
    }
    ink = color
  }

  /// [3, 32, 32], row by row.
  func pixels(noise deviation: Float) -> [UInt8] {
    let area = Self.size * Self.size
    let noise = noiseSource.grain(3 * area, deviation: deviation)
    var result = [UInt8](repeating: 0, count: 3 * area)
    let (cosine, sine) = (cos(angle), sin(angle))
    for row in 0..<Self.size {
      for column in 0..<Self.size {
        let offset = SIMD2(Float(column) + 0.5, Float(row) + 0.5) - center
        let along = min(max((offset * direction).sum() + 0.5, 0), 1)
        let back = background.0 + (background.1 - background.0) * along
        // In the figure's own frame, in which it reaches from −1 to 1.
        let point =
          SIMD2(
            cosine * offset.x + sine * offset.y, cosine * offset.y - sine * offset.x) / radius
        // How much of the pixel is covered, from the distance to the outline in pixels.
        let cover = min(max(0.5 - figure.distance(point) * radius, 0), 1)
        let color = back + (ink - back) * cover
        let place = row * Self.size + column
        for channel in 0..<3 {
          let value = color[channel] + noise[channel * area + place]
          result[channel * area + place] = byte(value)
        }
      }
    }
    return result
  }
}
