// How a sequence of numbers goes, in words.

import Reports

/// How a sequence of values goes, the finite ones among them.
struct Trend: Sendable {
  /// Values with their places in the sequence.
  let first: (place: Int, value: Double)
  let last: (place: Int, value: Double)
  let lowest: (place: Int, value: Double)
  let highest: (place: Int, value: Double)
  let movement: String

  /// nil if no value is finite.
  init?(_ values: [Double]) {
    let known = values.enumerated().filter { $0.element.isFinite }
      .map { (place: $0.offset, value: $0.element) }
    guard let first = known.first, let last = known.last,
      let lowest = known.min(by: { $0.value < $1.value }),
      let highest = known.max(by: { $0.value < $1.value })
    else { return nil }
    self.first = first
    self.last = last
    self.lowest = lowest
    self.highest = highest
    movement = Self.movement(known.map(\.value))
  }

  /// "falls from 2.3 to 0.1".
  var brief: String {
    let (from, to) = (Figures.text(first.value), Figures.text(last.value))
    if first.place == last.place { return "is \(from)" }
    if movement == "returns" { return "leaves \(from) and returns to it" }
    return movement == "stays" ? "stays \(from)" : "\(movement) from \(from) to \(to)"
  }

  private static func movement(_ values: [Double]) -> String {
    let steps = zip(values, values.dropFirst())
    let rises = steps.contains { $0 < $1 }
    let falls = steps.contains { $0 > $1 }
    switch (rises, falls) {
    case (false, false): return "stays"
    case (true, false): return "only rises"
    case (false, true): return "only falls"
    case (true, true):
      let first = values[0]
      let last = values[values.count - 1]
      return last > first ? "rises with dips" : last < first ? "falls with peaks" : "returns"
    }
  }
}
