// Curves over a common axis, with numbers along both axes and a letter on each curve.

import Reports

extension TerminalRenderer {
  func rows(_ chart: CurveChart) -> [Row] {
    let isNarrow = width < 60
    let axis = Axis(
      curves: chart.curves.flatMap(\.values), scale: chart.scale, parts: isNarrow ? 3 : 5)
    let scale = chart.scale == .logarithmic ? ", log scale" : ""
    let lines = head(chart.title, "\(chart.vertical) against \(chart.horizontal)\(scale)")
    guard let axis else { return lines + [row("(nothing to draw)", .faint)] + legend(chart) }
    let ticks = axis.ticks
    // As near to 8 or 12 lines as lets the numbers stand evenly.
    let parts = max(ticks.count - 1, 1)
    let height = max(((isNarrow ? 7 : 11) + parts / 2) / parts, 1) * parts + 1
    let margin = ticks.map(\.text.count).max() ?? 0
    let columns = min(width - margin - 2, 100)
    let canvas = drawn(chart, on: axis, columns: columns, rows: height)
    var numbers: [String] = Array(repeating: "", count: height)
    for tick in ticks {
      numbers[Int(((1 - tick.share) * Double(height - 1)).rounded())] = tick.text
    }
    let plot = (0..<height).map { line in
      let number = row(numbers[line], .faint).padded(to: margin, atEnd: false)
      let edge = row(numbers[line].isEmpty ? glyphs.axis : glyphs.tick, .faint)
      return (0..<columns).reduce(number + Row(blank: 1) + edge) { drawn, column in
        let ink = canvas[line, column].curve.map { Ink.series($0) }
        let character = canvas.character(row: line, column: column)
        return drawn + row(String(character), Style(ink: ink))
      }
    }
    let bottom = row(glyphs.corner + String(repeating: glyphs.rule, count: columns), .faint)
    return lines + plot + [Row(blank: margin + 1) + bottom]
      + [Row(blank: margin + 2) + row(feet(chart, columns), .faint)] + legend(chart)
  }

  /// The curves as lines between neighboring values that are finite.
  private func drawn(_ chart: CurveChart, on axis: Axis, columns: Int, rows: Int) -> PlotCanvas {
    let letters = chart.curves.indices.map { chart.curves.count > 1 ? letter($0) : "*" }
    var canvas = PlotCanvas(columns: columns, rows: rows, glyphs: glyphs, letters: letters)
    let last = Double(max(chart.longest - 1, 1))
    let curves = chart.curves.map { curve in
      curve.values.enumerated().map { index, value in
        axis.share(value).map { (x: Double(index) / last, y: $0) }
      }
    }
    for (index, points) in curves.enumerated() {
      var previous: (x: Double, y: Double)?
      for point in points {
        if let point { canvas.line(from: previous ?? point, to: point, curve: index) }
        previous = point
      }
    }
    guard chart.curves.count > 1 else { return canvas }
    // Letters at places that differ from curve to curve, so that they do not meet.
    for (index, points) in curves.enumerated() {
      let known = points.compactMap { $0 }
      guard !known.isEmpty else { continue }
      for third in 0..<3 {
        let share = (Double(third) + (Double(index) + 0.5) / Double(curves.count)) / 3
        let point = known[Int(share * Double(known.count))]
        canvas.letter(at: point, curve: index)
      }
    }
    return canvas
  }

  /// First, middle and last number below the horizontal axis, as many as fit.
  private func feet(_ chart: CurveChart, _ columns: Int) -> String {
    let last = chart.longest - 1
    let right = Figures.text(last * chart.stride)
    guard last > 0, columns > right.count + 2 else { return "0" }
    var feet = "0".padding(columns - right.count) + right
    let middle = last / 2
    let text = Figures.text(middle * chart.stride)
    let place = Int((Double(middle) / Double(last) * Double(columns - 1)).rounded())
    let start = place - text.count / 2
    if middle > 0, start > 3, start + text.count < columns - right.count - 2 {
      feet = ("0".padding(start) + text).padding(columns - right.count) + right
    }
    return feet
  }

  /// What each curve is and where it ends.
  private func legend(_ chart: CurveChart) -> [Row] {
    var entries: [Row] = []
    for (index, curve) in chart.curves.enumerated() {
      let name = chart.curves.count > 1 ? "\(letter(index)) \(curve.name)" : curve.name
      let end = curve.values.last.map { " (last \(Figures.text($0)))" } ?? " (no values)"
      entries.append(row(name, Style(ink: .series(index), isBold: true)) + row(end, .faint))
    }
    var lines: [Row] = []
    for entry in entries {
      if let line = lines.last, line.width + 3 + entry.width <= width {
        lines[lines.count - 1] = line + Row(blank: 3) + entry
      } else {
        lines.append(entry)
      }
    }
    return lines
  }

  /// A, B, C … and again from A after Z.
  private func letter(_ curve: Int) -> Character {
    Character(Unicode.Scalar(UInt8(65 + curve % 26)))
  }
}

extension CurveChart {
  /// The number of values of the longest curve.
  fileprivate var longest: Int { curves.map(\.values.count).max() ?? 0 }
}

extension String {
  /// The text filled up with blanks to `count` characters.
  fileprivate func padding(_ count: Int) -> String {
    self + String(repeating: " ", count: max(0, count - self.count))
  }
}
