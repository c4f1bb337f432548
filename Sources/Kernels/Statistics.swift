// What describes many numbers by five.

/// Least, largest, mean and standard deviation (divided by the count) of the finite numbers, all
/// zero if there are none; and how many were not finite.
package struct Statistics: Sendable, Equatable {
  package var minimum, maximum: Float
  package var mean, deviation: Double
  package var notFinite: Int

  package init(minimum: Float, maximum: Float, mean: Double, deviation: Double, notFinite: Int) {
    (self.minimum, self.maximum) = (minimum, maximum)
    (self.mean, self.deviation, self.notFinite) = (mean, deviation, notFinite)
  }
}

package func statistics(_ x: FloatBuffer) -> Statistics {
  let all = inPieces(of: x.count) { Extent(x, $0) }.reduce(into: Extent()) { $0.add($1) }
  guard all.finite > 0 else {
    return Statistics(minimum: 0, maximum: 0, mean: 0, deviation: 0, notFinite: x.count)
  }
  let mean = all.sum / Double(all.finite)
  let squares = inPieces(of: x.count) { range in
    range.reduce(0.0) { sum, index in
      let deviation = Double(x.pointer[index]) - mean
      return sum + (deviation.isFinite ? deviation * deviation : 0)
    }
  }
  return Statistics(
    minimum: all.minimum, maximum: all.maximum, mean: mean,
    deviation: (squares.reduce(0, +) / Double(all.finite)).squareRoot(),
    notFinite: x.count - all.finite)
}

/// What a first look at some numbers gives; the infinities stand for none yet.
private struct Extent {
  var minimum = Float.infinity
  var maximum = -Float.infinity
  var sum = 0.0
  var finite = 0

  init() {}

  init(_ x: FloatBuffer, _ range: Range<Int>) {
    for index in range {
      let value = x.pointer[index]
      guard value.isFinite else { continue }
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      sum += Double(value)
      finite += 1
    }
  }

  mutating func add(_ other: Extent) {
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    sum += other.sum
    finite += other.finite
  }
}
