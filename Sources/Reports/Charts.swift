// Pictures of measured numbers, as plain values: charts and images.

/// How values become lengths.
package enum Scale: Sendable, Equatable {
  case linear, logarithmic

  /// Logarithmic for positive values that span more than a factor 10, else linear.
  package static func fitting(_ values: [Double]) -> Scale {
    let finite = values.filter(\.isFinite)
    guard let least = finite.min(), let most = finite.max(), least > 0 else { return .linear }
    return most > 10 * least ? .logarithmic : .linear
  }
}

/// One bar a label, possibly several series side by side (for example one a model).
/// A value that is 0 or not finite has no bar on a logarithmic scale; it is written in words.
package struct BarChart: Sendable, Equatable {
  package struct Series: Sendable, Equatable {
    package var name: String
    /// One value a label; nil where this series has none.
    package var values: [Double?]

    package init(name: String, values: [Double?]) {
      self.name = name
      self.values = values
    }
  }

  package var title: String?
  package var labels: [String]
  package var series: [Series]
  package var scale: Scale
  /// What the values are, such as "mean |gradient|".
  package var quantity: String

  package init(
    title: String? = nil, labels: [String], series: [Series], scale: Scale, quantity: String
  ) {
    self.title = title
    self.labels = labels
    self.series = series
    self.scale = scale
    self.quantity = quantity
  }
}

/// A running product drawn step by step on a logarithmic scale: the start, each factor, the end.
package struct Waterfall: Sendable, Equatable {
  package struct Step: Sendable, Equatable {
    package var label: String
    /// By how much this step multiplies the running value.
    package var factor: Double
    /// The running value after the step.
    package var value: Double
    /// The step to look at, if any.
    package var marked: Bool

    package init(label: String, factor: Double, value: Double, marked: Bool = false) {
      self.label = label
      self.factor = factor
      self.value = value
      self.marked = marked
    }
  }

  package var title: String?
  package var quantity: String
  package var startLabel: String
  package var startValue: Double
  package var steps: [Step]

  package init(
    title: String? = nil, quantity: String, startLabel: String, startValue: Double, steps: [Step]
  ) {
    self.title = title
    self.quantity = quantity
    self.startLabel = startLabel
    self.startValue = startValue
    self.steps = steps
  }
}

/// Counts over equal intervals from `low` to `high`.
package struct Histogram: Sendable, Equatable {
  /// A place on the axis with a name, such as a value that a theory predicts.
  package struct Mark: Sendable, Equatable {
    package var name: String
    package var value: Double

    package init(_ name: String, at value: Double) {
      self.name = name
      self.value = value
    }
  }

  package var title: String?
  package var quantity: String
  package var low: Double
  package var high: Double
  package var counts: [Int]
  /// Values that are nan or inf and so stand in no interval.
  package var notFinite: Int
  package var marks: [Mark]

  package init(
    title: String? = nil, quantity: String, low: Double, high: Double, counts: [Int],
    notFinite: Int = 0, marks: [Mark] = []
  ) {
    self.title = title
    self.quantity = quantity
    self.low = low
    self.high = high
    self.counts = counts
    self.notFinite = notFinite
    self.marks = marks
  }

  /// Counts of `values` over `count` intervals from the least value or mark to the largest.
  package init(
    of values: [Double], intervals count: Int, title: String? = nil, quantity: String,
    marks: [Mark] = []
  ) {
    let ends = (values + marks.map(\.value)).filter(\.isFinite)
    let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
    // Equal values have one interval only.
    var counts = [Int](repeating: 0, count: high > low ? count : 1)
    for value in values where value.isFinite {
      let share = high > low ? (value - low) / (high - low) : 0
      counts[min(counts.count - 1, max(0, Int(share * Double(counts.count))))] += 1
    }
    self.init(
      title: title, quantity: quantity, low: low, high: high, counts: counts,
      notFinite: values.count { !$0.isFinite }, marks: marks)
  }
}

/// Curves over a common horizontal axis, such as loss against steps.
package struct CurveChart: Sendable, Equatable {
  package struct Curve: Sendable, Equatable {
    package var name: String
    /// Values at x = 0, 1, 2 … (times `stride` of the chart); values that are not finite are gaps.
    package var values: [Double]

    package init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  package var title: String?
  package var curves: [Curve]
  package var scale: Scale
  package var horizontal: String
  package var vertical: String
  /// How far apart two neighboring values of a curve stand on the horizontal axis.
  package var stride: Int

  package init(
    title: String? = nil, curves: [Curve], scale: Scale, horizontal: String, vertical: String,
    stride: Int = 1
  ) {
    self.title = title
    self.curves = curves
    self.scale = scale
    self.horizontal = horizontal
    self.vertical = vertical
    self.stride = stride
  }
}

/// Small images in a grid, each with a caption.
package struct ImageGrid: Sendable, Equatable {
  package struct Image: Sendable, Equatable {
    package var caption: String
    package var width: Int
    package var height: Int
    /// height × width pixels, row by row; each red, green, blue in 0…1.
    package var pixels: [SIMD3<Float>]

    package init(caption: String, width: Int, height: Int, pixels: [SIMD3<Float>]) {
      self.caption = caption
      self.width = width
      self.height = height
      self.pixels = pixels
    }
  }

  package var title: String?
  package var images: [Image]

  package init(title: String? = nil, images: [Image]) {
    self.title = title
    self.images = images
  }
}
