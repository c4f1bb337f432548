// Single activations: what they do to a normal number, and how steep they are.

import Foundation
import Layers
import Networks
import Tensors

extension Law {
  package static let rectifiedMoments = Law(
    name: "relu_moments", number: 4,
    summary: "Rectified normal: mean 0.399, variance 0.341.",
    formula: "E[relu z] = 1/√(2π), E[relu² z] = 1/2, variance (1 − 1/π)/2 for z ~ N(0, 1)",
    source: "He et al. 2015",
    band: .computed("the central limit, with E[relu⁴ z] = 3/2"),
    parameters: [.init(.samples, 200, in: 4...10_000)],
    predict: { setting in
      let count = Double(setting.samples * numbers)
      let (mean, square) = (1 / (2 * Double.pi).squareRoot(), 0.5)
      let variance = square - mean * mean
      let fourth = expectation { pow(max(0, $0) - mean, 4) }
      return [
        .init(
          "relu(z)",
          points: [
            .init("mean", mean, deviation: (variance / count).squareRoot()),
            .init("mean square", square, deviation: ((1.5 - square * square) / count).squareRoot()),
            .init(
              "variance", variance,
              deviation: ((fourth - variance * variance) / count).squareRoot()),
          ])
      ]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let y = try laboratory.specimen(
        1, of: rectifier, at: laboratory.normal([1, numbers]), start: .standard
      ).values[1]
      let mean = y.sum / Double(numbers)
      let square = y.sumOfSquares / Double(numbers)
      let truth = 1 / (2 * Double.pi).squareRoot()
      // Around the true mean, so that the average over samples has no bias.
      return [[mean, square, square - 2 * truth * mean + truth * truth]]
    })

  package static let gains = Law(
    name: "gains", number: 5,
    summary: "Each activation needs a gain of its own.",
    formula: "gain = 1 / √(E[φ(z)²]) for z ~ N(0, 1); relu: √2",
    source: "He et al. 2015; Klambauer et al. 2017; the averages by Gauss's quadrature",
    band: .computed("the central limit, with the variance of φ² by quadrature"),
    parameters: [.init(.samples, 50, in: 4...10_000)],
    predict: { setting in
      let count = Double(setting.samples * numbers)
      let points = Nonlinearity.all.map { nonlinearity -> Prediction.Point in
        let square = expectation { pow(nonlinearity.value($0), 2) }
        let fourth = expectation { pow(nonlinearity.value($0), 4) }
        // The variance of the mean of φ², relative to it; its root's inverse has half of that.
        let relative = ((fourth / (square * square) - 1) / count).squareRoot()
        let gain = 1 / square.squareRoot()
        return .init(nonlinearity.name, gain, deviation: gain * relative / 2)
      }
      return [.init("gain", .inverseRootMean, points: points)]
    },
    measure: { (setting, laboratory) throws(NetworkMistake) in
      let z = laboratory.normal([1, numbers])
      var squares: [Double] = []
      for nonlinearity in Nonlinearity.all {
        let y = try laboratory.specimen(1, of: nonlinearity.chain, at: z, start: .standard).values
        squares.append(y[1].sumOfSquares / Double(numbers))
      }
      return [squares]
    })

  /// Normal numbers a sample.
  private static let numbers = 10_000

  package static let slopes = Law(
    name: "slopes", number: 16,
    summary: "A sigmoid is at most 1/4 steep, a tanh 1.",
    formula: "σ′(x) = 1/(4 cosh²(x/2)) ≤ 1/4, tanh′(x) = 1/cosh²(x) ≤ 1", source: "calculus",
    band: .computed("one rounding of y to Float32, from which the layers take the slope"),
    parameters: [],
    predict: { _ in
      [Nonlinearity.sigmoid, .tanh].map { nonlinearity in
        Prediction(
          "\(nonlinearity.name)′",
          points: places.map { x in
            .init("x = \(x)", nonlinearity.derivative(Double(x)), deviation: rounding)
          })
      }
    },
    measure: { (_, laboratory) throws(NetworkMistake) in
      let x = Tensor([1, places.count], places.map { Float($0) })
      var slopes: [[Double]] = []
      for nonlinearity in [Nonlinearity.sigmoid, .tanh] {
        let specimen = try laboratory.specimen(1, of: nonlinearity.chain, at: x, start: .standard)
        let gradient = specimen.gradients(from: Tensor(repeating: 1, x.shape))[0]
        slopes.append(gradient.values.map(Double.init))
      }
      return slopes
    })

  private static let places = [0, 1, 2, 5]
  /// Half of Float32's distance from 1 to the number before it.
  private static let rounding = 0x1p-25
}
