// Rows and columns of words and numbers.

/// A table: every row has one cell for each column.
package struct Table: Sendable, Equatable {
  package enum Alignment: Sendable, Equatable { case left, right }

  package struct Column: Sendable, Equatable {
    package var title: String
    package var alignment: Alignment

    package init(_ title: String, _ alignment: Alignment = .right) {
      self.title = title
      self.alignment = alignment
    }
  }

  package enum Cell: Sendable, Equatable {
    case empty
    case words(String, Text.Role = .plain)
    case integer(Int)
    case number(Double, Text.Role = .plain)
    /// A tensor's shape, such as [32, 16, 8, 8].
    case shape([Int])
    /// A bar of this share (0…1) of the cell's width, for a chart inside a table.
    case bar(Double)
    /// A small curve in a cell, from its smallest to its largest finite value.
    case sparkline([Double])
  }

  package var title: String?
  package var columns: [Column]
  package var rows: [[Cell]]
  /// A last row under a rule, such as totals.
  package var footer: [Cell]?

  package init(
    title: String? = nil, columns: [Column], rows: [[Cell]], footer: [Cell]? = nil
  ) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.footer = footer
  }
}
