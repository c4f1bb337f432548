// Tables: a header over a thin rule, columns aligned, broken into parts where they do not fit.

import Reports

extension TerminalRenderer {
  /// Blank cells between two columns.
  private static let gap = 2
  /// The widest that bars and sparklines in a table become.
  private static let widestDrawing = 24
  /// No bar or sparkline becomes shorter, and no words …
  private static let narrowestDrawing = 4
  /// … but those of the first column, the names, which give way only to a third of the line.
  private static let narrowestWords = 8
  /// Titles of columns that would take more lines are cut to one.
  private static let highestTitle = 3

  func rows(_ table: Table) -> [Row] {
    let title = table.title.map { row($0, .strong).wrapped(to: width) } ?? []
    guard !table.columns.isEmpty else { return title }
    let columns = table.columns.indices.map { column(table, $0) }
    var lines = title
    for (index, part) in parts(columns).enumerated() {
      if index > 0 { lines.append(Row()) }
      lines += rows(of: part, count: table.rows.count)
    }
    if table.rows.isEmpty { lines.append(row("(no rows)", .faint)) }
    return lines
  }

  // MARK: - Columns

  /// A column with its widths: as wide as it wants to be, and as narrow as it can be.
  private struct Column {
    var title: Row
    var alignment: Table.Alignment
    var cells: [Table.Cell]
    var footer: Table.Cell
    var natural: Int
    var narrowest: Int
    var width: Int
  }

  private func column(_ table: Table, _ index: Int) -> Column {
    let title = row(table.columns[index].title, .strong)
    let cells = table.rows.map { index < $0.count ? $0[index] : .empty }
    let footer = table.footer.flatMap { index < $0.count ? $0[index] : nil } ?? .empty
    var content = 0
    var narrowest = 0
    for cell in cells + [footer] {
      let wide = width(of: cell)
      content = max(content, wide)
      let least =
        cell.isDrawing
        ? Self.narrowestDrawing : cell.isShrinkable ? Self.narrowestWords : wide
      narrowest = max(narrowest, min(wide, least))
    }
    let longestWord = title.longestWord
    let natural = max(content, title.width)
    narrowest = max(narrowest, min(longestWord, 12))
    return Column(
      title: title, alignment: table.columns[index].alignment, cells: cells, footer: footer,
      natural: natural, narrowest: narrowest, width: natural)
  }

  /// Columns grouped so that each group fits; every group begins with the first column.
  private func parts(_ columns: [Column]) -> [[Column]] {
    var columns = columns
    columns[0].narrowest =
      columns.count > 1
      ? min(columns[0].natural, width / 3) : min(columns[0].narrowest, width)
    let room = width - columns[0].narrowest - Self.gap
    for index in columns.indices.dropFirst() {
      columns[index].narrowest = min(columns[index].narrowest, room)
    }
    var parts: [[Column]] = [[columns[0]]]
    for column in columns.dropFirst() {
      let last = parts[parts.count - 1] + [column]
      let narrowest = last.reduce(Self.gap * (last.count - 1)) { $0 + $1.narrowest }
      if narrowest <= width {
        parts[parts.count - 1] = last
      } else {
        parts.append([columns[0], column])
      }
    }
    return parts.map(fitted)
  }

  /// The columns at their natural widths, drawings and then the widest others shrunk until all fit.
  private func fitted(_ columns: [Column]) -> [Column] {
    var columns = columns
    var excess = columns.reduce(Self.gap * (columns.count - 1)) { $0 + $1.width } - width
    while excess > 0 {
      let shrinkable = columns.indices.filter { columns[$0].width > columns[$0].narrowest }
      let drawings = shrinkable.filter { columns[$0].cells.contains(where: \.isDrawing) }
      let candidates = drawings.isEmpty ? shrinkable : drawings
      guard let widest = candidates.max(by: { columns[$0].width < columns[$1].width }) else {
        break
      }
      columns[widest].width -= 1
      excess -= 1
    }
    return columns
  }

  // MARK: - Lines

  private func rows(of columns: [Column], count: Int) -> [Row] {
    let titles = columns.map { column in
      let lines = column.title.wrapped(to: column.width, hanging: 0)
      return lines.count <= Self.highestTitle ? lines : [column.title]
    }
    let height = titles.map(\.count).max() ?? 0
    var lines = (0..<height).map { line in
      joined(columns) { index, column in
        let above = height - titles[index].count
        return line < above ? Row() : titles[index][line - above]
      }
    }
    let total = columns.reduce(Self.gap * (columns.count - 1)) { $0 + $1.width }
    let rule = row(String(repeating: glyphs.rule, count: min(total, width)), .faint)
    // A table without titles needs no header.
    if columns.allSatisfy({ $0.title.width == 0 }) {
      lines = []
    } else if !described {
      lines.append(rule)
    }
    for index in 0..<count {
      lines.append(joined(columns) { drawn($1.cells[index], width: $1.width) })
    }
    // The first column stands in every part of a wide table; its footer alone says nothing.
    let summed = columns.count > 1 ? columns.dropFirst() : columns[...]
    if summed.contains(where: { $0.footer != .empty }) {
      if !described { lines.append(rule) }
      lines.append(joined(columns) { drawn($1.footer, width: $1.width) })
    }
    return lines
  }

  private func joined(_ columns: [Column], _ cell: (Int, Column) -> Row) -> Row {
    var line = Row()
    for (index, column) in columns.enumerated() {
      if index > 0 { line += Row(blank: Self.gap) }
      let content = cell(index, column).truncated(to: column.width, glyphs: glyphs)
      line += content.padded(to: column.width, atEnd: column.alignment == .left)
    }
    return line
  }

  // MARK: - Cells

  private func width(of cell: Table.Cell) -> Int {
    switch cell {
    case .bar: Self.widestDrawing
    case .sparkline(let values): min(values.count, Self.widestDrawing)
    case .empty, .words, .integer, .number, .shape: drawn(cell, width: width).width
    }
  }

  private func drawn(_ cell: Table.Cell, width: Int) -> Row {
    switch cell {
    case .empty: return Row()
    case .words(let words, let role): return row(words, Style(role))
    case .integer(let value): return row(Figures.text(value))
    case .number(let value, let role):
      return row(Figures.text(value), Style(!value.isFinite && role == .plain ? .bad : role))
    case .shape(let shape): return row(Figures.text(shape: shape))
    case .bar(let share):
      guard share.isFinite else { return row(Figures.text(share), Style(.bad)) }
      if share <= 0 { return Row(blank: width) }
      let bar = Bar(from: 0, to: min(share, 1)).drawn(in: width, glyphs: glyphs)
      return row(bar, Style(ink: .blue)).padded(to: width)
    case .sparkline(let values):
      let line = Sparkline.drawn(values, in: width, glyphs: glyphs)
      return row(line, Style(ink: .blue)).padded(to: width)
    }
  }
}

extension Table.Cell {
  fileprivate var isDrawing: Bool {
    switch self {
    case .bar, .sparkline: true
    case .empty, .words, .integer, .number, .shape: false
    }
  }

  /// Whether a narrower cell still says something; a number cut in two would say something else.
  fileprivate var isShrinkable: Bool {
    switch self {
    case .words, .bar, .sparkline: true
    case .empty, .integer, .number, .shape: false
    }
  }
}

extension Row {
  fileprivate var longestWord: Int {
    letters.split { $0.character == " " }.map { Row($0).width }.max() ?? 0
  }
}
