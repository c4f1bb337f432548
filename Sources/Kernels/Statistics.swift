// What describes many numbers by five.

import CKernels

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
  let extents = inPieces(of: x.count) { extent_of(x.pointer + $0.lowerBound, $0.count) }
  let finite = extents.reduce(0) { $0 + $1.finite }
  guard finite > 0 else {
    return Statistics(minimum: 0, maximum: 0, mean: 0, deviation: 0, notFinite: x.count)
  }
  let mean = extents.reduce(0) { $0 + $1.sum } / Double(finite)
  let squares = inPieces(of: x.count) {
    sum_of_finite_squared_deviations(x.pointer + $0.lowerBound, mean, $0.count)
  }
  return Statistics(
    minimum: extents.reduce(.infinity) { min($0, $1.minimum) },
    maximum: extents.reduce(-.infinity) { max($0, $1.maximum) },
    mean: mean, deviation: (squares.reduce(0, +) / Double(finite)).squareRoot(),
    notFinite: x.count - finite)
}
