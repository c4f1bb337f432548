// What a law predicts: a row of numbers, each with the deviation that finite sizes allow.

/// The predicted values of one quantity.
package struct Prediction: Sendable, Equatable {
  /// How the samples of a point become one number, and how far that may be off.
  package enum Statistic: Sendable, Equatable {
    /// Their mean.
    case mean
    /// The root of the mean of their squares.
    case rootMeanSquare
    /// One over the root of their mean.
    case inverseRootMean
    /// The exponential of the mean of their logarithms; deviations are those of the logarithm.
    case geometricMean
    /// Their variance.
    case variance
  }

  /// One predicted number.
  package struct Point: Sendable, Equatable {
    /// Where: a depth, or what the number is.
    package let place: String
    package let value: Double
    /// The standard deviation of the measured statistic; nil: that of single samples.
    package let deviation: Double?

    package init(_ place: some CustomStringConvertible, _ value: Double, deviation: Double? = nil) {
      self.place = place.description
      self.value = value
      self.deviation = deviation
    }
  }

  /// What is predicted: "‖x‖ / ‖x₀‖".
  package let quantity: String
  /// What the places are, such as "layer"; points from 0 on along it are drawn as a curve.
  package let axis: String?
  package let statistic: Statistic
  package let points: [Point]

  package init(
    _ quantity: String, along axis: String? = nil, _ statistic: Statistic = .mean,
    points: [Point]
  ) {
    self.quantity = quantity
    self.axis = axis
    self.statistic = statistic
    self.points = points
  }
}
