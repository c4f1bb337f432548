// A small curve one character high.

/// Values as levels between the smallest and the largest finite one.
enum Sparkline {
  /// At most `cells` characters; more values are averaged in groups, what is not finite is `?`.
  static func drawn(_ values: [Double], in cells: Int, glyphs: Glyphs) -> String {
    let groups = means(values, count: min(values.count, cells))
    let finite = groups.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else {
      return String(repeating: "?", count: groups.count)
    }
    let levels = glyphs.levels
    // Halved, so that the distance of the largest Doubles is one as well.
    let span = high / 2 - low / 2
    return String(
      groups.map { value in
        guard value.isFinite else { return "?" }
        let share = span > 0 ? (value / 2 - low / 2) / span : 0.5
        return levels[Int((share * Double(levels.count - 1)).rounded())]
      })
  }

  private static func means(_ values: [Double], count: Int) -> [Double] {
    (0..<max(count, 0)).map { group in
      let from = group * values.count / count
      let part = values[from..<((group + 1) * values.count / count)]
      return part.reduce(0) { $0 + $1 / Double(part.count) }
    }
  }
}
