// Mean and deviation a channel, by which examples are brought to a common scale.

package import Tensors

/// x ↦ (x − mean) / deviation, a channel (C of [C, H, W], D of [D]); bytes are divided by 255 first.
package struct Normalization: Sendable, Equatable {
  /// One a channel.
  package let mean: [Float]
  /// One a channel, never 0.
  package let deviation: [Float]

  /// `deviation` holds no 0, and as many numbers as `mean`.
  package init(mean: [Float], deviation: [Float]) {
    self.mean = mean
    self.deviation = deviation
  }

  /// Leaves examples of `shape` as they are.
  package static func identity(_ shape: Shape) -> Normalization {
    let channels = Channels(of: shape).count
    return Normalization(
      mean: [Float](repeating: 0, count: channels),
      deviation: [Float](repeating: 1, count: channels))
  }

  /// Measured on `examples`, so that each of their channels has mean 0 and deviation 1 (that of
  /// the population). Values that are not finite are left out; a constant channel keeps its scale.
  package init(of examples: Examples) {
    let channels = Channels(of: examples.shape)
    let moments =
      switch examples.storage {
      case .bytes(let values): Self.moments(values, channels)
      case .floats(let values): Self.moments(values, channels)
      }
    mean = moments.map { Float($0.mean) }
    deviation = moments.map { $0.deviation > 0 ? Float($0.deviation) : 1 }
  }

  /// The numbers before normalization: what images are shown by. x: [N, …].
  package func undone(_ x: Tensor) -> Tensor {
    let channels = Channels(of: x.shape.example)
    guard channels.count == mean.count, channels.inner > 0 else { return x }
    var values = x.values
    for index in values.indices {
      let channel = index / channels.inner % channels.count
      values[index] = values[index] * deviation[channel] + mean[channel]
    }
    return Tensor(x.shape, values)
  }

  private typealias Moments = (mean: Double, deviation: Double)

  /// Exact for bytes: from how often each value occurs.
  private static func moments(_ values: [UInt8], _ channels: Channels) -> [Moments] {
    var counts = [Int](repeating: 0, count: 256 * channels.count)
    var start = 0
    while start < values.count {
      for channel in 0..<channels.count {
        for value in values[start..<start + channels.inner] {
          counts[channel * 256 + Int(value)] += 1
        }
        start += channels.inner
      }
    }
    return (0..<channels.count).map { channel in
      let frequencies = counts[channel * 256..<(channel + 1) * 256].enumerated()
      let total = Double(max(1, frequencies.reduce(0) { $0 + $1.element }))
      let mean = frequencies.reduce(0.0) { $0 + Double($1.offset * $1.element) } / total
      let variance =
        frequencies.reduce(0.0) { sum, value in
          let distance = Double(value.offset) - mean
          return sum + distance * distance * Double(value.element)
        } / total
      return (mean / 255, variance.squareRoot() / 255)
    }
  }

  /// In two passes, so that a large mean does not swallow the deviation.
  private static func moments(_ values: [Float], _ channels: Channels) -> [Moments] {
    /// Σ f(x, channel) and the number of finite x, a channel.
    func sums(_ f: (Double, Int) -> Double) -> [(sum: Double, count: Int)] {
      var result = [(sum: Double, count: Int)](repeating: (0, 0), count: channels.count)
      var start = 0
      while start < values.count {
        for channel in 0..<channels.count {
          for value in values[start..<start + channels.inner] where value.isFinite {
            result[channel].sum += f(Double(value), channel)
            result[channel].count += 1
          }
          start += channels.inner
        }
      }
      return result
    }
    let means = sums { value, _ in value }.map { $0.sum / Double(max(1, $0.count)) }
    let variances = sums { value, channel in
      (value - means[channel]) * (value - means[channel])
    }.map { $0.sum / Double(max(1, $0.count)) }
    return zip(means, variances).map { ($0, $1.squareRoot()) }
  }
}
