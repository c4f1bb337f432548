// What there is to see in curves, in words: where each goes, where two cross, which ends on top.

import Reports

extension CurveChart {
  /// Crossings are looked for between at most this many curves; more pairs nobody listens to.
  private static let mostCompared = 6
  /// The rows of the data table: the first and the last value, and some between them.
  private static let mostRows = 12

  var described: [Block] {
    let kind = scale == .logarithmic ? ", log scale" : ""
    var sentences = ["\(vertical) against \(horizontal)\(kind)."]
    sentences += curves.map(course)
    let compared = curves.prefix(Self.mostCompared)
    for (index, left) in compared.enumerated() {
      for right in compared.dropFirst(index + 1) { sentences.append(crossings(left, right)) }
    }
    let ends = curves.compactMap { curve in curve.values.last.map { (curve.name, $0) } }
      .filter { $0.1.isFinite }.sorted { $0.1 > $1.1 }
    if ends.count > 1 {
      let order = ends.map { "\($0.0) (\(Figures.text($0.1)))" }.joined(separator: ", ")
      sentences.append("At the end, from highest to lowest: \(order).")
    }
    if let missing = missing(curves.flatMap(\.values), scale: scale) { sentences.append(missing) }
    return Block.description("Curves", title, sentences, table)
  }

  private func course(_ curve: Curve) -> String {
    guard let trend = Trend(curve.values) else { return "\(curve.name) has no finite value." }
    if trend.first.place == trend.last.place {
      return "\(curve.name) \(trend.brief)" + at(trend.first.place) + "."
    }
    var words = "\(curve.name) \(trend.brief)"
    let ends = [trend.first.value, trend.last.value]
    if !ends.contains(trend.lowest.value) {
      words += ", lowest \(Figures.text(trend.lowest.value))" + at(trend.lowest.place)
    }
    if !ends.contains(trend.highest.value) {
      words += ", highest \(Figures.text(trend.highest.value))" + at(trend.highest.place)
    }
    return words + "."
  }

  private func crossings(_ left: Curve, _ right: Curve) -> String {
    var places: [Int] = []
    var side = 0.0
    for (place, pair) in zip(left.values, right.values).enumerated() {
      guard pair.0.isFinite, pair.1.isFinite, pair.0 != pair.1 else { continue }
      let now = pair.0 > pair.1 ? 1.0 : -1.0
      if side != 0, now != side { places.append(place) }
      side = now
    }
    let names = "\(left.name) and \(right.name)"
    switch places.count {
    case 0: return "\(names) never cross."
    case 1: return "\(names) cross once" + at(places[0]) + "."
    default:
      let first = at(places[0])
      let last = at(places[places.count - 1])
      return "\(names) cross \(Figures.text(places.count)) times, first\(first), last\(last)."
    }
  }

  private func at(_ place: Int) -> String { " at \(horizontal) \(Figures.text(place * stride))" }

  private var table: Table {
    let count = curves.map(\.values.count).max() ?? 0
    let rows = min(count, Self.mostRows)
    let places = (0..<rows).map { rows > 1 ? $0 * (count - 1) / (rows - 1) : 0 }
    return Table(
      columns: [Table.Column(horizontal)] + curves.map { Table.Column($0.name) },
      rows: places.map { place in
        [.integer(place * stride)]
          + curves.map { $0.values.indices.contains(place) ? .number($0.values[place]) : .empty }
      })
  }
}
