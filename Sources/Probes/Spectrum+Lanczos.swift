// The largest singular values of a Jacobian that is too large to be written out.

import Kernels
import Networks
import Tensors

extension Spectrum {
  /// Golub and Kahan's bidiagonalization (1965) from a random start: J V = U B and Jᵀ U = V Bᵀ + a
  /// rest, where B's singular values approach J's from below, the largest first. Every new vector
  /// is made orthogonal to all before it, so that no value is found twice unless it is there
  /// twice; where the space closes, a new random direction goes on.
  static func lanczos(
    _ map: Linearization, _ options: Options, _ randomness: Randomness,
    _ progress: (Double) -> Void, _ isCancelled: () -> Bool
  ) -> Spectrum? {
    let perExample = options.example != nil
    let inputs = perExample ? map.inputShape.example.count : map.inputShape.count
    let outputs = perExample ? map.outputShape.example.count : map.outputShape.count
    let total = min(inputs, outputs)
    let bytes = 4 * (map.inputShape.count + map.outputShape.count)
    let most = max(2, min(inputs, mostSteps, options.memory / max(1, bytes)))
    let fewest = min(most, max(options.largest, SpectralNorm.fewest(amongInputs: inputs)))
    var space = Bidiagonal(map)
    var ritz = Bidiagonal.Ritz(values: [], residuals: [])
    while space.steps < most {
      guard !isCancelled() else { return nil }
      progress(Double(space.steps) / Double(most))
      let start = randomness.split(by: space.steps).normal(map.inputShape)
      guard space.extend(orStart: start.only(options.example)) else { break }
      guard space.steps >= fewest, space.steps % 4 == 0 || space.steps == most else { continue }
      guard let found = space.ritz else { return nil }
      ritz = found
      let isFound = zip(ritz.values, ritz.residuals).prefix(options.largest)
        .allSatisfy { $1 <= options.tolerance * $0 }
      if isFound { break }
    }
    if ritz.values.isEmpty {
      guard let found = space.ritz else { return nil }
      ritz = found
    }
    // Only what has converged is told, and the largest in any case.
    let converged = zip(ritz.values, ritz.residuals).prefix(min(options.largest, total))
      .prefix { $1 <= options.tolerance * $0 }
    let count = max(1, converged.count)
    return Spectrum(
      name: map.stretch.name, values: Array(ritz.values.prefix(count)),
      residuals: Array(ritz.residuals.prefix(count)), total: total, method: .lanczos(space.steps),
      extent: options.example.map { .examples($0..<$0 + 1) } ?? .batch, zeroCount: 0)
  }

  private static let mostSteps = 200
}

/// The space so far: orthonormal u and v, with B's diagonal α and the numbers β right of it.
private struct Bidiagonal {
  private let map: Linearization
  private var left: [Tensor] = []
  private var right: [Tensor] = []
  private var diagonal: [Double] = []
  private var beside: [Double] = []
  /// β v of the next step.
  private var rest: Tensor?

  init(_ map: Linearization) { self.map = map }

  var steps: Int { diagonal.count }

  /// Takes one step, from `start` where nothing is left to go on with; false when there is no
  /// direction left at all.
  mutating func extend(orStart start: Tensor) -> Bool {
    let scale = diagonal.max() ?? 0
    var beta = rest?.norm ?? 0
    // Below this the rest is rounding.
    let isClosed = beta <= 1e-6 * scale
    var v = isClosed ? start : rest ?? start
    if isClosed {
      beta = 0
      v = Float(1 / max(v.norm, .leastNormalMagnitude)) * v
      v.makeOrthogonal(to: right)
      guard v.norm > 1e-3 else { return false }
    }
    v = Float(1 / v.norm) * v
    var u = map.jvp(v)
    if let last = left.last, beta > 0 { u.add(Float(-beta), times: last) }
    u.makeOrthogonal(to: left)
    let alpha = u.norm
    u = alpha > 1e-7 * scale && alpha > 0 ? Float(1 / alpha) * u : .zeros(u.shape)
    if !diagonal.isEmpty { beside.append(beta) }
    right.append(v)
    left.append(u)
    diagonal.append(alpha)
    var next = map.vjp(u)
    next.add(Float(-alpha), times: v)
    next.makeOrthogonal(to: right)
    rest = next
    return true
  }

  /// B's singular values with how far off they may be.
  struct Ritz {
    var values: [Double]
    var residuals: [Double]
  }

  /// ‖Jᵀ u − σ v‖ of B's triplet is β times the last component of its left vector; nil when B
  /// holds nan.
  var ritz: Ritz? {
    let count = steps
    var entries = [Double](repeating: 0, count: count * count)
    for index in 0..<count {
      entries[index * count + index] = diagonal[index]
      if index > 0 { entries[index * count + index - 1] = beside[index - 1] }
    }
    let beta = rest?.norm ?? 0
    return SingularValues(of: entries, rows: count, columns: count, wantsLeft: true).map {
      Ritz(values: $0.values, residuals: $0.lastOfLeft.map { beta * abs($0) })
    }
  }
}

extension Tensor {
  /// Zero but for one example, if one is meant.
  fileprivate func only(_ example: Int?) -> Tensor {
    guard let example else { return self }
    let size = shape.example.count
    var result = Tensor.zeros(shape)
    for index in example * size..<(example + 1) * size { result[index] = self[index] }
    return result
  }
}
