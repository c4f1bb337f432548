// How much the examples of a batch point the same way.

extension Tensor {
  /// The mean over all pairs of examples of the cosine between them, ⟨xᵢ, xⱼ⟩ / (‖xᵢ‖ ‖xⱼ‖), not
  /// centred. Examples that are 0 or not finite have no direction and do not count: `left` is how
  /// many these are. nan when fewer than two have one.
  package var meanCosine: (value: Double, left: Int) {
    let length = shape.example.count
    // With unit vectors u: Σ_{i≠j} ⟨uᵢ, uⱼ⟩ = ‖Σ u‖² − count.
    var total = [Double](repeating: 0, count: length)
    var count = 0.0
    for example in 0..<shape.examples {
      let start = example * length
      var square = 0.0
      for index in start..<start + length { square += Double(self[index]) * Double(self[index]) }
      guard square > 0, square.isFinite else { continue }
      let scale = 1 / square.squareRoot()
      for index in 0..<length { total[index] += scale * Double(self[start + index]) }
      count += 1
    }
    let left = shape.examples - Int(count)
    guard count > 1 else { return (.nan, left) }
    let square = total.reduce(0) { $0 + $1 * $1 }
    return ((square - count) / (count * (count - 1)), left)
  }
}
