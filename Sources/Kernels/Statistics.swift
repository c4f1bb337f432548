// What there is to say about a buffer in a line.

/// Extremes, moments and oddities of many numbers. The first four are of the finite numbers alone, and
/// NaN if there are none.
package struct Statistics: Sendable, Equatable {
  package let minimum, maximum: Float
  package let mean: Double
  /// The root of the average squared deviation from the mean (of the population, not a sample).
  package let deviation: Double
  package let count, nans, infinities: Int

  package var notFinite: Int { nans + infinities }
  package var finite: Int { count - notFinite }
}

/// The statistics of all of x, in two passes and Float64.
package func statistics(_ x: FloatBuffer) -> Statistics {
  let size = 1 << 15
  let all = pieces(of: x.count, size: size) { range in
    var tally = Tally()
    for i in range { tally.add(x.pointer[i]) }
    return tally
  }.reduce(into: Tally()) { $0.add($1) }
  let finite = x.count - all.nans - all.infinities
  guard finite > 0 else {
    return Statistics(
      minimum: .nan, maximum: .nan, mean: .nan, deviation: .nan, count: x.count, nans: all.nans,
      infinities: all.infinities)
  }
  let mean = all.sum / Double(finite)
  let squares = pieces(of: x.count, size: size) { range in
    var sum = 0.0
    for i in range where x.pointer[i].isFinite {
      let deviation = Double(x.pointer[i]) - mean
      sum += deviation * deviation
    }
    return sum
  }.reduce(0, +)
  return Statistics(
    minimum: all.minimum, maximum: all.maximum, mean: mean,
    deviation: (squares / Double(finite)).squareRoot(), count: x.count, nans: all.nans,
    infinities: all.infinities)
}

/// What one pass over some of the numbers finds.
private struct Tally {
  var minimum = Float.infinity
  var maximum = -Float.infinity
  var sum = 0.0
  var nans = 0
  var infinities = 0

  mutating func add(_ value: Float) {
    if value.isFinite {
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      sum += Double(value)
    } else if value.isNaN {
      nans += 1
    } else {
      infinities += 1
    }
  }

  mutating func add(_ other: Tally) {
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    sum += other.sum
    nans += other.nans
    infinities += other.infinities
  }
}
