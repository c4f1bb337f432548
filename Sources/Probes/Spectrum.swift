// All singular values of a Jacobian where that is possible, else the largest.

package import Networks
import Kernels
package import Layers
package import Tensors

/// The singular values σ of a Jacobian J: by how much it stretches each of its own directions.
package struct Spectrum: Sendable, Equatable {
  /// How the values were obtained.
  package enum Method: Sendable, Equatable {
    /// J is diagonal, or a formula gives them: no matrix was needed.
    case formula
    /// J was written out by so many products and decomposed by LAPACK.
    case columns(Int), rows(Int)
    /// So many steps of Lanczos, each with J and Jᵀ: only the largest are known.
    case lanczos(Int)
  }

  /// What part of the batch they belong to.
  package enum Extent: Sendable, Equatable {
    /// The Jacobian of the whole batch is one matrix, or is treated as one.
    case batch
    /// Blocks of the examples, which do not interact.
    case examples(Range<Int>)
  }

  package var name: String
  /// The largest first; all of them unless `method` is Lanczos.
  package var values: [Double]
  /// Of Lanczos: a bound on the distance of each value to a singular value; else empty.
  package var residuals: [Double] = []
  /// How many singular values there are: min(inputs, outputs), over all blocks that were looked at.
  package var total: Int
  package var method: Method
  package var extent: Extent
  /// Values that count as 0: what rounding leaves of it.
  package var zeroCount: Int
  package var marchenkoPastur: MarchenkoPastur?
  /// Why a dense layer has no such edges: its entries depend on each other.
  package var dependence: Dependence?

  /// Whether all singular values are known.
  package var isComplete: Bool { residuals.isEmpty && values.count == total }
  package var rank: Int { total - zeroCount }
  package var largest: Double { values.first ?? 0 }
  package var smallest: Double { values.last ?? 0 }
  /// The smallest that does not count as 0.
  package var smallestNonzero: Double { rank > 0 && isComplete ? values[rank - 1] : 0 }
  /// σ_max / σ_min; infinite when a singular value is 0.
  package var condition: Double { zeroCount > 0 ? .infinity : largest / smallest }
  package var zeroShare: Double { total == 0 ? 0 : Double(zeroCount) / Double(total) }
  /// Σσ²/total = ‖J‖_F²/total.
  package var meanSquare: Double {
    values.isEmpty ? 0 : values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
  }

  /// What to measure, and with what effort.
  package struct Options: Sendable {
    /// Look at the block of this example only; the examples must not interact.
    package var example: Int?
    /// The shorter side of the largest matrix that is written out and decomposed.
    package var longestSide = 1536
    /// How many of the largest values Lanczos is to find, …
    package var largest = 10
    /// … how exactly, relative to each, …
    package var tolerance = 1e-3
    /// … and within how many bytes.
    package var memory = 1 << 30

    package init() {}
  }

  /// - Returns: nil when cancelled, or when an entry of J is not finite.
  package static func measure(
    _ map: Linearization, _ options: Options, randomness: Randomness,
    progress: (Double) -> Void, isCancelled: () -> Bool
  ) -> Spectrum? {
    if let known = known(map, options.example) { return known }
    let affordable = WrittenJacobian.affordable(map, longestSide: options.longestSide)
    guard affordable > 0 else {
      return lanczos(
        map, options, randomness.split(by: map.stretch.name), progress, isCancelled)
    }
    let examples = options.example.map { $0..<$0 + 1 } ?? 0..<affordable
    guard
      let written = WrittenJacobian(
        map, examples: examples, progress: progress, isCancelled: isCancelled)
    else { return nil }
    return decomposed(written, map, map.coupling == .batch ? .batch : .examples(examples))
  }

  /// Without any matrix: of a diagonal Jacobian, or of a layer that has a formula.
  private static func known(_ map: Linearization, _ example: Int?) -> Spectrum? {
    var values: [Double]
    if let entries = map.entries {
      let examples = example.map { entries.examples($0..<$0 + 1) } ?? entries
      values = examples.values.map { Double(abs($0)) }
    } else if let formula = map.singularValues {
      values = formula.flatMap { Array(repeating: $0.value, count: $0.count) }
    } else {
      return nil
    }
    values.sort(by: >)
    return Spectrum(
      name: map.stretch.name, values: values, total: values.count, method: .formula,
      extent: example.map { .examples($0..<$0 + 1) } ?? .batch,
      zeroCount: values.count { $0 == 0 })
  }

  private static func decomposed(
    _ written: WrittenJacobian, _ map: Linearization, _ extent: Extent
  ) -> Spectrum? {
    let blocks = written.blocks
    // A layer whose derivative does not depend on its input has equal blocks.
    let different = blocks.indices.filter { $0 == 0 || blocks[$0] != blocks[0] }
    let (length, count) = (max(written.rows, written.columns), written.products)
    let found = SingularValues.each(
      of: different.map { (entries: blocks[$0], rows: length, columns: count) })
    var ofBlock: [[Double]] = Array(repeating: found.first??.values ?? [], count: blocks.count)
    for (index, result) in zip(different, found) {
      guard let result else { return nil }
      ofBlock[index] = result.values
    }
    // What counts as 0 is NumPy's rule for the rank, with the precision of the products.
    let rounding = Double(length) * Double(Float.ulpOfOne)
    let zeroes = ofBlock.map { values in values.count { $0 <= rounding * (values.first ?? 0) } }
    let weight = MarchenkoPastur.weight(map)
    let dependence = weight.flatMap { Dependence(of: $0) }
    return Spectrum(
      name: map.stretch.name, values: ofBlock.flatMap(\.self).sorted(by: >),
      total: count * blocks.count, method: written.isByColumns ? .columns(count) : .rows(count),
      extent: extent, zeroCount: zeroes.reduce(0, +),
      marchenkoPastur: dependence != nil
        ? nil
        : weight.flatMap { weight in
          held(
            ofBlock, zeroes, against: weight.sumOfSquares / Double(weight.count), written)
        }, dependence: dependence)
  }

  /// The values of each block between the edges for its own number of active rows.
  private static func held(
    _ values: [[Double]], _ zeroes: [Int], against variance: Double, _ written: WrittenJacobian
  ) -> MarchenkoPastur? {
    var (low, high, inside, all) = (0.0, 0.0, 0, 0)
    for (block, values) in values.enumerated() {
      let edges = MarchenkoPastur.edges(
        variance: variance, rows: written.activeRows(of: block), columns: written.columns)
      low += edges.lowerBound / Double(written.blocks.count)
      high += edges.upperBound / Double(written.blocks.count)
      let nonzero = values.dropLast(zeroes[block])
      inside += nonzero.count(where: edges.contains)
      all += nonzero.count
    }
    return all == 0
      ? nil
      : MarchenkoPastur(low: low, high: high, shareInside: Double(inside) / Double(all))
  }
}
