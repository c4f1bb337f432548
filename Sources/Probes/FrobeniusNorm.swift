// The Frobenius norm of a Jacobian: exact while that is cheap, else estimated with its error.

package import Networks
package import Tensors
import Layers

/// ‖J‖_F = √Σ Jᵢⱼ².
package struct FrobeniusNorm: Sendable, Equatable {
  /// How it was obtained.
  package enum Method: String, Sendable, Equatable {
    /// A formula of the layer, or the entries of a diagonal Jacobian.
    case formula
    /// All columns J eⱼ, or all rows Jᵀ eᵢ, of a block.
    case columns, rows
    /// Hutchinson's estimate.
    case probes = "hutchinson"
  }

  package var value: Double
  /// The standard error of `value`; 0 when it is exact.
  package var standardError: Double
  package var method: Method
  /// How many products with J or Jᵀ were made.
  package var products: Int
  /// How many random probes were averaged.
  package var probes = 0

  package var isExact: Bool { method != .probes }

  /// Half the width of the interval that holds ‖J‖_F with a probability of 95 %: that many
  /// standard errors as Student's distribution asks for. 0 when exact, nan after a single probe.
  package var halfWidth: Double {
    if isExact { return 0 }
    return probes > 1 ? Student.quantile(degrees: probes - 1) * standardError : .nan
  }

  /// More products than this are not made for an exact answer, unless an estimate has failed.
  package static let exactLimit = 256
  /// Half the width of the 95 % interval, relative to the norm, at which the estimate stops …
  package static let standardPrecision = 2e-3
  /// … or after this many probes, but not before a few have told its spread.
  private static let mostProbes = 512
  private static let fewestProbes = 16
  /// An estimate that is not there after so many probes begins again beside a few directions …
  private static let patience = 64
  /// … which J stretches most, and which are measured exactly.
  private static let directions = 12

  /// - Parameters:
  ///   - probes: if given, exactly this many random probes are used.
  ///   - precision: if given, the estimate goes on until it is reached, or until as many products
  ///     have become due as give the answer itself.
  package static func measure(
    _ map: Linearization, probes: Int?, precision: Double? = nil, randomness: Randomness,
    isCancelled: () -> Bool
  ) -> FrobeniusNorm {
    let wanted = precision ?? standardPrecision
    if let probes {
      return estimate(map, probes...probes, to: wanted, beside: [], randomness, isCancelled)
    }
    // A formula, or a Jacobian with one entry a row and column: J 1 holds its entries.
    if let square = map.squaredNorm ?? map.entries?.sumOfSquares {
      return FrobeniusNorm(
        value: square.squareRoot(), standardError: 0, method: .formula, products: 1)
    }
    // Examples that do not interact are probed all at once.
    let isPerExample = map.coupling == .example
    let inputs = isPerExample ? map.inputShape.example.count : map.inputShape.count
    let outputs = isPerExample ? map.outputShape.example.count : map.outputShape.count
    let size = min(inputs, outputs)
    func exactly() -> FrobeniusNorm {
      exact(map, byColumns: inputs <= outputs, isPerExample, isCancelled)
    }
    if size <= exactLimit { return exactly() }
    let first = estimate(
      map, fewestProbes...patience, to: wanted, beside: [], randomness, isCancelled)
    guard first.halfWidth > wanted * first.value else { return first }
    // As many products as the estimate may take would give the answer itself.
    let due = first.halfWidth / first.value / wanted
    let expected = Double(first.probes) * due * due
    let most = precision == nil ? mostProbes : max(mostProbes, Int(min(2 * expected, 1e6)))
    if size <= (precision == nil ? mostProbes : Int(min(expected, 1e6))) { return exactly() }
    // A few directions hold much of the norm, and by how much a probe meets them is chance.
    let strongest = strongest(map, randomness.split(by: "strongest"))
    let second = estimate(
      map, fewestProbes...min(most, size), to: wanted, beside: strongest,
      randomness.split(by: "rest"), isCancelled)
    let isShort = precision != nil && !(second.halfWidth <= wanted * second.value)
    return isShort && second.probes >= size ? exactly() : second
  }

  /// Σ over columns J eⱼ, or rows Jᵀ eᵢ, of their squared norms.
  private static func exact(
    _ map: Linearization, byColumns: Bool, _ isPerExample: Bool, _ isCancelled: () -> Bool
  ) -> FrobeniusNorm {
    let shape = byColumns ? map.inputShape : map.outputShape
    let size = isPerExample ? shape.example.count : shape.count
    var square = 0.0
    for index in 0..<size where !isCancelled() {
      var unit = Tensor.zeros(shape)
      for start in stride(from: index, to: shape.count, by: size) { unit[start] = 1 }
      square += (byColumns ? map.jvp(unit) : map.vjp(unit)).sumOfSquares
    }
    return FrobeniusNorm(
      value: square.squareRoot(), standardError: 0, method: byColumns ? .columns : .rows,
      products: size)
  }

  /// Hutchinson's estimate, E‖J v‖² = ‖J‖_F² for v of random signs, apart from some orthonormal
  /// directions q whose ‖J q‖² are added as they are (Meyer, Musco, Musco and Woodruff 2021).
  ///
  /// - Parameters:
  ///   - probes: the fewest, and the most if the precision is not reached before.
  ///   - precision: half the width of the 95 % interval, relative to the norm, that is enough.
  private static func estimate(
    _ map: Linearization, _ probes: ClosedRange<Int>, to precision: Double,
    beside strongest: [Tensor], _ randomness: Randomness, _ isCancelled: () -> Bool
  ) -> FrobeniusNorm {
    let exact = strongest.reduce(0) { $0 + map.jvp($1).sumOfSquares }
    // On the smaller side: its J Jᵀ has more of its weight on the diagonal, and that much of the
    // norm random signs give exactly.
    let forward = !strongest.isEmpty || map.inputShape.count <= map.outputShape.count
    var sum = 0.0
    var squares = 0.0
    var count = 0
    var relative = Double.infinity
    while count < probes.upperBound, !isCancelled() {
      let source = randomness.split(by: count)
      var probe = source.signs(forward ? map.inputShape : map.outputShape)
      for direction in strongest { probe.add(-Float(probe.dot(direction)), times: direction) }
      let sample = (forward ? map.jvp(probe) : map.vjp(probe)).sumOfSquares
      count += 1
      sum += sample
      squares += sample * sample
      let mean = sum / Double(count)
      guard count > 1 else { continue }
      let variance = max(0, squares / Double(count) - mean * mean) / Double(count - 1)
      // √ halves a relative error.
      relative = exact + mean == 0 ? 0 : variance.squareRoot() / (exact + mean) / 2
      let isPrecise = Student.quantile(degrees: count - 1) * relative <= precision
      if count >= probes.lowerBound, isPrecise { break }
    }
    let value = (exact + sum / Double(max(1, count))).squareRoot()
    return FrobeniusNorm(
      value: value, standardError: relative.isFinite ? relative * value : .nan, method: .probes,
      products: count + strongest.count, probes: count)
  }

  /// Orthonormal directions that span JᵀJ of as many random ones: about those that J stretches
  /// most.
  private static func strongest(_ map: Linearization, _ randomness: Randomness) -> [Tensor] {
    var basis: [Tensor] = []
    for index in 0..<directions {
      var direction = map.vjp(map.jvp(randomness.split(by: index).normal(map.inputShape)))
      // Twice, because the first subtraction leaves a rounding error as large as what remains.
      for _ in 0..<2 {
        for known in basis { direction.add(-Float(direction.dot(known)), times: known) }
        direction = Float(1 / max(direction.norm, .leastNormalMagnitude)) * direction
      }
      if direction.norm > 0.5 { basis.append(direction) }
    }
    return basis
  }
}
