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
