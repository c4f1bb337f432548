// The line while it is being written: its text and the cursor, and how keys move in it.

/// A text and a place in it. The cursor counts Unicode scalars from the start, as libedit does.
package struct Draft: Equatable {
  package var text = ""
  package var cursor = 0

  /// A text with the cursor behind it.
  package init(_ text: String) {
    self.text = text
    cursor = text.unicodeScalars.count
  }

  package init(text: String, cursor: Int) {
    self.text = text
    self.cursor = min(max(cursor, 0), text.unicodeScalars.count)
  }

  var isAtEnd: Bool { cursor == text.unicodeScalars.count }

  private var index: String.Index {
    text.unicodeScalars.index(text.startIndex, offsetBy: cursor)
  }

  var beforeCursor: String { String(text.unicodeScalars[..<index]) }
  var afterCursor: String { String(text.unicodeScalars[index...]) }

  private init(before: String, after: String) {
    text = before + after
    cursor = before.unicodeScalars.count
  }

  /// `inserted` at the cursor, which then stands behind it.
  package func inserting(_ inserted: String) -> Draft {
    Draft(before: beforeCursor + inserted, after: afterCursor)
  }

  /// `replacement` in place of the last `count` characters before the cursor.
  package func replacing(last count: Int, with replacement: String) -> Draft {
    Draft(before: beforeCursor.dropLast(count) + replacement, after: afterCursor)
  }

  package func deletingForward() -> Draft {
    Draft(before: beforeCursor, after: String(afterCursor.dropFirst()))
  }

  package func movedRight() -> Draft {
    let step = afterCursor.prefix(1).unicodeScalars.count
    return Draft(text: text, cursor: cursor + step)
  }

  // MARK: Lines within the text

  /// How far the cursor is behind the start of its line.
  private var column: Int {
    beforeCursor.unicodeScalars.reversed().prefix { $0 != "\n" }.count
  }

  /// How far the end of the cursor's line is.
  private var rest: Int { afterCursor.unicodeScalars.prefix { $0 != "\n" }.count }

  package var movedToLineStart: Draft { Draft(text: text, cursor: cursor - column) }
  package var movedToLineEnd: Draft { Draft(text: text, cursor: cursor + rest) }

  /// The same column one line up, or nil on the first line.
  package var movedUp: Draft? {
    guard column < cursor else { return nil }
    let above = Draft(text: text, cursor: cursor - column - 1)
    return Draft(text: text, cursor: above.cursor - above.column + min(column, above.column))
  }

  /// The same column one line down, or nil on the last line.
  package var movedDown: Draft? {
    let end = movedToLineEnd
    guard !end.isAtEnd else { return nil }
    let below = Draft(text: text, cursor: end.cursor + 1)
    return Draft(text: text, cursor: below.cursor + min(column, below.rest))
  }
}
