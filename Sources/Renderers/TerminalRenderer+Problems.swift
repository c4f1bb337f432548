// A problem in words, with the place in the line it is about.

package import Reports

extension TerminalRenderer {
  /// `problem` as text, each line ended by a newline: the place under the `line` that was
  /// submitted, then message, facts and hint.
  ///
  /// - Parameter promptWidth: the cells before the line where it stands on the screen already, so
  ///   that only `^` is drawn below; nil (for a file) to repeat the line. Lines that the screen
  ///   had to wrap are repeated too.
  package func render(_ problem: Problem, line: String, promptWidth: Int? = nil) -> String {
    var rows = problem.place.map { pointer($0, line, promptWidth) } ?? []
    rows += (row("error: ", Style(ink: .red, isBold: true)) + row(problem.message))
      .wrapped(to: width, hanging: 2)
    for fact in problem.facts {
      for part in fact.split(separator: "\n", omittingEmptySubsequences: false) {
        rows += (Row(blank: 2) + row(String(part))).wrapped(to: width, hanging: 4)
      }
    }
    rows += problem.hint.map { row($0, Style(.good)).wrapped(to: width, hanging: 2) } ?? []
    return written(rows)
  }

  private func pointer(_ place: Problem.Place, _ text: String, _ promptWidth: Int?) -> [Row] {
    let characters = Array(text)
    guard (1...characters.count + 1).contains(place.column) else { return [] }
    // The line of the text that holds the place.
    let column = place.column - 1
    let start = (characters[..<column].lastIndex(where: \.isNewline) ?? -1) + 1
    let end = characters[column...].firstIndex(where: \.isNewline) ?? characters.count
    let line = characters[start..<end]
    let marked = line[column...].prefix(max(place.length, 1))
    let before = row(String(line[..<column]))
    let stretch = row(String(marked), Style(ink: .red, isBold: true))
    let after = row(String(line[marked.endIndex...]))
    let carets = row(
      String(repeating: "^", count: max(stretch.width, 1)), Style(ink: .red, isBold: true))

    let whole = before + stretch + after
    let isAsTyped = String(whole.letters.map(\.character)) == text
    if let promptWidth, isAsTyped, promptWidth + max(whole.width, before.width + 1) <= width {
      return [Row(blank: promptWidth + before.width) + carets]
    }
    return excerpt(before, stretch, after, carets)
  }

  /// The line over its carets; of a line that is too long the part around the place.
  private func excerpt(_ before: Row, _ stretch: Row, _ after: Row, _ carets: Row) -> [Row] {
    let room = width - 2  // both are indented by two
    if before.width + max(stretch.width, 1) + after.width <= room {
      return [Row(blank: 2) + before + stretch + after, Row(blank: 2 + before.width) + carets]
    }
    let mark = row(glyphs.ellipsis, .faint)
    let shown = stretch.truncated(to: room / 2, glyphs: glyphs)
    let beside = room - max(shown.width, 1)
    let side = max(beside / 2, beside - after.width)
    let left = before.width <= side ? before : mark + before.suffix(width: side - mark.width)
    let rest = room - left.width - shown.width
    let right = after.truncated(to: rest, glyphs: glyphs)
    return [
      Row(blank: 2) + left + shown + right,
      Row(blank: 2 + left.width) + carets.prefix(width: max(shown.width, 1)),
    ]
  }
}

extension Row {
  /// The longest end that fits into `width`.
  fileprivate func suffix(width limit: Int) -> Row {
    var taken = 0
    let count = letters.reversed().prefix { letter in
      taken += letter.width
      return taken <= limit
    }.count
    return Row(letters.suffix(count))
  }
}
