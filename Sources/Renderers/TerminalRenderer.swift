// Reports as lines of a terminal, a file or a pipe.

import Foundation
package import Reports

/// Writes reports for people. Without color its output is plain text; with ASCII glyphs every byte
/// is printable ASCII. Nothing inside a report can command the terminal, and no line is wider
/// than `width` cells.
package struct TerminalRenderer: Sendable, Equatable {
  package enum Color: Sendable, Equatable, CaseIterable { case none, ansi256, trueColor }

  /// The widths that drawings are made for; others are taken as the nearest of these.
  package static let widths = 20...400

  package let width: Int
  package var color: Color
  package var glyphs: Glyphs
  /// Words and data tables in place of drawings, for screen readers.
  package var described: Bool

  package init(
    width: Int = 80, color: Color = .none, glyphs: Glyphs = .unicode, described: Bool = false
  ) {
    self.width = min(max(width, Self.widths.lowerBound), Self.widths.upperBound)
    self.color = color
    self.glyphs = glyphs
    self.described = described
  }

  /// The blocks of `report` in order, each line ended by a newline; empty for no blocks.
  package func render(_ report: Report) -> String { render(report.blocks) }

  /// `blocks` in order; an empty line parts two drawings, texts stand close.
  package func render(_ blocks: [Block]) -> String {
    var lines: [Row] = []
    var previous: Block?
    for block in blocks {
      if let previous, previous.isDrawing, block.isDrawing { lines.append(Row()) }
      lines += described ? block.described.flatMap(rows) : rows(block)
      previous = block
    }
    return written(lines)
  }

  /// Lines as text. What a drawing could not fit is cut here, so that no terminal wraps it.
  func written(_ lines: [Row]) -> String {
    lines.map { $0.truncated(to: width, glyphs: glyphs).trimmed.painted(color) + "\n" }.joined()
  }

  /// Words of a report as a row.
  func row(_ words: String, _ style: Style = .plain) -> Row {
    Row(words, style, glyphs: glyphs)
  }

  private func rows(_ block: Block) -> [Row] {
    switch block {
    case .text(let text): rows(text)
    case .verbatim(let words): rows(verbatim: words)
    case .table(let table): rows(table)
    case .bars(let chart): rows(chart)
    case .waterfall(let chart): rows(chart)
    case .histogram(let chart): rows(chart)
    case .curves(let chart): rows(chart)
    case .images(let grid): rows(grid)
    }
  }

  private func rows(_ text: Text) -> [Row] {
    var lines = [Row()]
    for span in text.spans {
      for (index, part) in span.words.lines.enumerated() {
        if index > 0 { lines.append(Row()) }
        lines[lines.count - 1] += row(part.replacing("\t", with: "  "), Style(span.role))
      }
    }
    return lines.flatMap { $0.wrapped(to: width) }
  }

  private func rows(verbatim words: String) -> [Row] {
    words.lines.flatMap { row($0.replacing("\t", with: "  ")).cut(every: width) }
  }

  /// The lines above a drawing: its title, and what is drawn on which scale.
  func head(_ title: String?, _ caption: String) -> [Row] {
    let titles = title.map { row($0, .strong).wrapped(to: width) } ?? []
    return titles + (caption.isEmpty ? [] : row(caption, .faint).wrapped(to: width))
  }
}

extension String {
  /// The parts between newlines; at least one.
  fileprivate var lines: [String] {
    split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
  }
}

extension Block {
  fileprivate var isDrawing: Bool {
    switch self {
    case .text, .verbatim: false
    case .table, .bars, .waterfall, .histogram, .curves, .images: true
    }
  }
}
