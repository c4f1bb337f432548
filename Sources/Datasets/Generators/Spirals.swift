// Points on intertwined spirals: what no linear classifier separates.

import Foundation
import Tensors

extension Generator {
  /// Points [2], one arm a class: radius t, angle 4t + 2πk/K + noise, t uniform in 0…1.
  ///
  /// Source: the toy data of Stanford's CS231n, "Putting it together".
  static let spirals = Generator(
    name: "spirals", summary: "Points in the plane on intertwined arms, one a class.",
    defaults: GeneratorOptions(examples: 600, test: 300, classes: 3, noise: 0.2),
    mostClasses: 10,
    draw: { label, options, randomness in
      let radius = randomness.split(by: "radius").uniform([1])[0]
      let noise = randomness.split(by: "noise").normal([1], deviation: options.noise)[0]
      let angle = 4 * radius + 2 * .pi * Float(label) / Float(options.classes) + noise
      return .floats([radius * sin(angle), radius * cos(angle)])
    },
    shape: [2],
    classNames: { classes in (1...classes).map { "arm \($0)" } })
}
