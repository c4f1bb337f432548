// Bar charts, waterfalls and histograms: a label, a bar, a number in every line.

import Reports

extension TerminalRenderer {
  /// The longest that a bar becomes, in cells: the eye follows it no further.
  private static let longestBar = 60
  private static let shortestBar = 6

  /// What is left for bars beside `taken` cells.
  private func room(beside taken: Int) -> Int {
    min(max(width - taken, Self.shortestBar), Self.longestBar)
  }

  /// The width of a column that holds `words`, at most `share` of the line.
  private func column(_ words: [String], atMost share: Int) -> Int {
    min(words.map { row($0).width }.max() ?? 0, width / share)
  }

  private func cell(_ words: String, _ style: Style, _ width: Int, atEnd: Bool = true) -> Row {
    row(words, style).truncated(to: width, glyphs: glyphs).padded(to: width, atEnd: atEnd)
  }

  // MARK: - Bar charts

  func rows(_ chart: BarChart) -> [Row] {
    let series = chart.series
    let axis = Axis(bars: series.flatMap { $0.values.compactMap { $0 } }, scale: chart.scale)
    let scale = axis.map { ", " + $0.words } ?? ""
    let lines = head(chart.title, chart.quantity + scale)
    guard !chart.labels.isEmpty, !series.isEmpty else {
      return lines + [row("(nothing to draw)", .faint)]
    }
    let labelWidth = column(chart.labels, atMost: 3)
    let nameWidth = series.count > 1 ? column(series.map(\.name), atMost: 5) + 1 : 0
    let numbers = series.flatMap { $0.values.map { number($0, chart.scale) } }
    let numberWidth = (numbers.map { row($0).width }.max() ?? 0) + 1
    let cells = room(beside: labelWidth + 1 + nameWidth + numberWidth)
    return lines
      + chart.labels.indices.flatMap { label in
        series.indices.map { index in
          let style = Style(ink: .series(index))
          let values = series[index].values
          let value = label < values.count ? values[label] : nil
          var line = cell(index == 0 ? chart.labels[label] : "", .plain, labelWidth)
          line += Row(blank: 1)
          if nameWidth > 0 { line += cell(series[index].name, style, nameWidth) }
          let fill: Character = index.isMultiple(of: 2) ? "#" : "="
          let bar = row(bar(value, axis, cells, fill), style).trimmed
          line += bar + Row(blank: bar.width > 0 ? 1 : 0)
          return line + row(number(value, chart.scale), Style(role(value)))
        }
      }
  }

  /// The bar of one value; blank for one that has none.
  private func bar(_ value: Double?, _ axis: Axis?, _ cells: Int, _ fill: Character) -> String {
    guard let value, value != 0, let axis, let share = axis.share(value) else { return "" }
    let origin = axis.scale == .linear ? axis.share(0) ?? 0 : 0
    return Bar(from: origin, to: share).drawn(in: cells, glyphs: glyphs, fill: fill)
  }

  /// A value as it stands at the end of its bar.
  private func number(_ value: Double?, _ scale: Scale) -> String {
    guard let value else { return "none" }
    switch scale {
    case .linear: return Figures.text(value)
    case .logarithmic:
      if value == 0 { return "zero" }
      return Figures.text(value) + (value < 0 && value.isFinite ? " (negative)" : "")
    }
  }

  private func role(_ value: Double?) -> Text.Role {
    guard let value else { return .faint }
    return value.isFinite ? .plain : .bad
  }

  // MARK: - Waterfalls

  func rows(_ chart: Waterfall) -> [Row] {
    let values = [chart.startValue] + chart.steps.map(\.value)
    let axis = Axis(bars: values, scale: .logarithmic)
    let lines = head(chart.title, chart.quantity + (axis.map { ", " + $0.words } ?? ""))
    let factors = [""] + chart.steps.map { "×" + Figures.text($0.factor, digits: 3) }
    let numbers = values.map { number($0, .logarithmic) }
    let labels = [chart.startLabel] + chart.steps.map(\.label)
    let labelWidth = column(labels, atMost: 3)
    let factorWidth = column(factors, atMost: 4)
    let numberWidth = column(numbers, atMost: 3)
    let margin = chart.steps.contains(where: \.marked) ? glyphs.pointer.count + 1 : 0
    let cells = room(beside: margin + labelWidth + 1 + 1 + factorWidth + 2 + numberWidth)
    return lines
      + values.indices.map { index in
        let isMarked = index > 0 && chart.steps[index - 1].marked
        let strong = isMarked ? Style(ink: .red, isBold: true) : .plain
        let previous = index > 0 ? axis?.share(values[index - 1]) : nil
        let current = axis?.share(values[index])
        let grows = (current ?? 0) >= (previous ?? 0)
        var bar = ""
        if let end = current ?? previous {
          let fill: Character = grows ? ">" : "<"
          bar = Bar(from: previous ?? end, to: end).drawn(in: cells, glyphs: glyphs, fill: fill)
        }
        let ink: Ink = isMarked ? .red : grows ? .blue : .orange
        var line = row(isMarked ? glyphs.pointer : "", strong).padded(to: margin)
        line += cell(labels[index], strong, labelWidth) + Row(blank: 1)
        line += row(bar, Style(ink: previous == nil ? .gray : ink)).padded(to: cells)
        line += Row(blank: 1) + cell(factors[index], strong, factorWidth, atEnd: false)
        let style = isMarked ? strong : Style(role(values[index]))
        return line + Row(blank: 2) + cell(numbers[index], style, numberWidth, atEnd: false)
      }
  }

  // MARK: - Histograms

  func rows(_ chart: Histogram) -> [Row] {
    let lines = head(chart.title, chart.quantity)
    let total = chart.counts.reduce(0, +) + chart.notFinite
    guard total > 0 else { return lines + [row("(no values)", .faint)] }
    let edges = chart.edges.map { Figures.text($0, digits: 3) }
    let edgeWidth = column(edges, atMost: 4)
    let numbers = chart.counts.map { Figures.text($0) }
    let cells = room(beside: 2 * edgeWidth + 5 + column(numbers, atMost: 3) + 1)
    let axis = Axis(bars: chart.counts.map(Double.init), scale: .linear)
    let between = row(" " + glyphs.ellipsis + " ", .faint)
    var bars = chart.counts.indices.flatMap { index in
      var line = cell(edges[index], .plain, edgeWidth, atEnd: false) + between
      line += cell(edges[index + 1], .plain, edgeWidth, atEnd: false) + Row(blank: 1)
      let bar = row(bar(Double(chart.counts[index]), axis, cells, "#"), Style(ink: .blue)).trimmed
      line += bar + Row(blank: bar.width > 0 ? 1 : 0) + row(numbers[index])
      return [line]
        + chart.marks.filter { chart.interval(of: $0) == index }.map { mark in
          row("\(glyphs.pointer) \(Figures.text(mark.value, digits: 3)) \(mark.name)", .faint)
            .truncated(to: width, glyphs: glyphs)
        }
    }
    if chart.notFinite > 0 {
      bars.append(row("nan or inf: " + Figures.text(chart.notFinite), Style(.bad)))
    }
    return lines + bars
  }
}

extension Histogram {
  /// The interval that `mark` lies in, if it lies in one.
  func interval(of mark: Mark) -> Int? {
    guard !counts.isEmpty, mark.value >= low, mark.value <= high else { return nil }
    let share = high > low ? (mark.value - low) / (high - low) : 0
    return share.isFinite ? min(counts.count - 1, Int(share * Double(counts.count))) : nil
  }

  /// The ends of the intervals, one more than there are counts.
  var edges: [Double] {
    (0...max(counts.count, 1)).map { index in
      let share = Double(index) / Double(max(counts.count, 1))
      let edge = low * (1 - share) + high * share
      // Where the middle of the axis should be zero, rounding leaves a crumb.
      return abs(edge) < 1e-12 * (high / 2 - low / 2) ? 0 : edge
    }
  }
}
