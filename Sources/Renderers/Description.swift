// Drawings in words: what a reader of the picture would notice, and the numbers in a table.

package import Reports

extension Block {
  /// The same facts without a drawing: words first, then a table of the data. Texts stay.
  package var described: [Block] {
    switch self {
    case .text, .verbatim: [self]
    case .table(let table): [.table(table.described)]
    case .bars(let chart): chart.described
    case .waterfall(let chart): chart.described
    case .histogram(let chart): chart.described
    case .curves(let chart): chart.described
    case .images(let grid): grid.described
    }
  }

  /// A described drawing: its name, sentences, and its numbers.
  static func description(
    _ kind: String, _ title: String?, _ sentences: [String], _ table: Table
  ) -> [Block] {
    let name = title.map { "\(kind): \($0)." } ?? "\(kind)."
    return [.text(Text(([name] + sentences).joined(separator: " "))), .table(table)]
  }
}

extension Table {
  /// The table with bars and sparklines in words.
  fileprivate var described: Table {
    var table = self
    table.rows = rows.map { $0.map(\.described) }
    table.footer = footer?.map(\.described)
    return table
  }
}

extension Table.Cell {
  fileprivate var described: Table.Cell {
    switch self {
    case .empty, .words, .integer, .number, .shape: self
    case .bar(let share): .words(Figures.text(share * 100, digits: 2) + "%")
    case .sparkline(let values): .words(Trend(values)?.brief ?? "no values")
    }
  }
}

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

/// Counts of values that stand in no drawing, in words; nil if there are none.
func missing(_ values: [Double?], scale: Scale) -> String? {
  let known = values.compactMap { $0 }
  let kinds: [(String, Int)] = [
    ("nan", known.count(where: \.isNaN)),
    ("infinite", known.count(where: \.isInfinite)),
    ("zero", scale == .logarithmic ? known.count { $0 == 0 } : 0),
    ("negative", scale == .logarithmic ? known.count { $0 < 0 && $0.isFinite } : 0),
  ]
  let words = kinds.filter { $0.1 > 0 }.map { "\(Figures.text($0.1)) \($0.0)" }
  return words.isEmpty
    ? nil : "Values without a place in the drawing: " + words.joined(separator: ", ") + "."
}
