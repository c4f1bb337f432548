// How much the examples of a batch point the same way.

extension Tensor {
  /// The mean over all pairs of examples of the cosine between them, ⟨xᵢ, xⱼ⟩ / (‖xᵢ‖ ‖xⱼ‖), not
  /// centred. Examples that are 0 have no direction and do not count; nan with fewer than two left.
  package var meanCosine: Double {
    let length = shape.example.count
    // With unit vectors u: Σ_{i≠j} ⟨uᵢ, uⱼ⟩ = ‖Σ u‖² − count.
    var total = [Double](repeating: 0, count: length)
    var count = 0.0
    for example in 0..<shape.examples {
      let start = example * length
      var square = 0.0
      for index in start..<start + length { square += Double(self[index]) * Double(self[index]) }
      guard square > 0 else { continue }
      let scale = 1 / square.squareRoot()
      for index in 0..<length { total[index] += scale * Double(self[start + index]) }
      count += 1
    }
    guard count > 1 else { return .nan }
    return (total.reduce(0) { $0 + $1 * $1 } - count) / (count * (count - 1))
  }
}
