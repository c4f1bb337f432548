// A law beside its measurement: how far apart they are, in standard deviations.

import Foundation
import Networks
package import Tensors

/// What was predicted and what was measured.
package struct Confrontation: Sendable, Equatable {
  /// How many standard deviations the band reaches to either side: a sound measurement lies
  /// outside in 3 of 1000 cases.
  package static let reach = 3.0
  /// Relative to the largest prediction: the distance of Float32 numbers at 1.
  private static let rounding = 0x1p-23

  /// One prediction and its measurement.
  package struct Point: Sendable, Equatable {
    package let place: String
    package let predicted: Double
    /// The band's edges.
    package let low: Double
    package let high: Double
    package let measured: Double
    /// How many standard deviations the measurement is off.
    package let z: Double

    package var isWithin: Bool { abs(z) <= Confrontation.reach }

    /// - Parameter isLogarithmic: whether the deviation is that of the logarithm.
    init(
      _ point: Prediction.Point, deviation: Double, measured: Double, isLogarithmic: Bool
    ) {
      let reach = Confrontation.reach * deviation
      place = point.place
      predicted = point.value
      self.measured = measured
      if isLogarithmic {
        (low, high) = (predicted * exp(-reach), predicted * exp(reach))
        z = log(measured / predicted) / deviation
      } else {
        (low, high) = (predicted - reach, predicted + reach)
        z = (measured - predicted) / deviation
      }
    }
  }

  /// All points of one quantity.
  package struct Series: Sendable, Equatable {
    package let quantity: String
    package let axis: String?
    /// Whether a factor counts, not a difference.
    package let isLogarithmic: Bool
    package let points: [Point]

    /// The point that is furthest off.
    package var worst: Point? { points.max { abs($0.z) < abs($1.z) } }
  }

  package let series: [Series]

  /// The point that is furthest off, and what it is of.
  package var worst: (quantity: String, point: Point)? {
    series.compactMap { series in series.worst.map { (series.quantity, $0) } }
      .max { abs($0.1.z) < abs($1.1.z) }
  }

  /// Whether every point lies within its band.
  package var isWithin: Bool { worst?.point.isWithin ?? true }

  /// Measures the law, sample by sample. nil: cancelled.
  ///
  /// - Parameters:
  ///   - memory: bytes that a network may take.
  ///   - progress: is told the share that is done; says whether to go on.
  package init?(
    _ law: Law, _ setting: Law.Setting, randomness: Randomness, memory: Int,
    progress: (Double) -> Bool
  ) throws(Law.Mistake) {
    var samples: [[[Double]]] = []
    for index in 0..<setting.samples {
      guard progress(Double(index) / Double(setting.samples)) else { return nil }
      let laboratory = Laboratory(randomness: randomness.split(by: index), memory: memory)
      samples.append(try law.measure(setting, laboratory))
    }
    series = law.predict(setting).enumerated().map { position, prediction in
      Self.series(prediction, samples.map { $0[position] })
    }
  }

  /// What one network shows, its band from the spread of others where the prediction knows none.
  ///
  /// - Parameter redraws: of each other network, what `measured` is of the one.
  init(_ predictions: [Prediction], measured: [[Double]], redraws: [[[Double]]]) {
    series = predictions.enumerated().map { position, prediction in
      Self.series(prediction, redraws.map { $0[position] }, of: measured[position])
    }
  }

  /// - Parameters:
  ///   - samples: one row of points a sample.
  ///   - network: the row that is held against the prediction, where the samples tell only how far
  ///     such rows spread.
  private static func series(
    _ prediction: Prediction, _ samples: [[Double]], of network: [Double]? = nil
  ) -> Series {
    let largest = prediction.points.map { abs($0.value) }.max() ?? 0
    let isLogarithmic = prediction.statistic == .geometricMean
    let floor = rounding * (isLogarithmic ? 1 : largest)
    let points = prediction.points.enumerated().map { index, point -> Point in
      let values = samples.map { isLogarithmic ? log($0[index]) : $0[index] }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance =
        values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))
      let deviation = max(point.deviation ?? variance.squareRoot(), floor)
      let squares = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      let measured =
        switch prediction.statistic {
        case .geometricMean: exp(mean)
        case .variance: variance
        case .rootMeanSquare: squares.squareRoot()
        case .inverseRootMean: 1 / mean.squareRoot()
        case .mean: mean
        }
      return Point(
        point, deviation: deviation, measured: network?[index] ?? measured,
        isLogarithmic: isLogarithmic)
    }
    return Series(
      quantity: prediction.quantity, axis: prediction.axis, isLogarithmic: isLogarithmic,
      points: points)
  }
}
