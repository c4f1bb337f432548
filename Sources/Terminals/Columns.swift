// Words set in columns, as a menu below the line.

import CEditLine

/// The number of columns of the terminal that a text takes.
func displayWidth(_ text: some StringProtocol) -> Int {
  text.unicodeScalars.reduce(0) { $0 + Int(fathom_width($1.value)) }
}

/// The beginning of `text` that fits into `width` columns.
func clipped(_ text: some StringProtocol, to width: Int) -> String {
  var used = 0
  return String(
    text.prefix { character in
      used += displayWidth(String(character))
      return used <= width
    })
}

/// `words` in columns read downwards, in at most `rows` rows of `width` columns; what does not fit
/// is counted in a last row.
package func columns(of words: [String], width: Int, rows: Int) -> [String] {
  let cell = 2 + (words.map(displayWidth).max() ?? 0)
  let across = max(1, width / cell)
  let shown = Array(words.prefix(max(1, rows) * across))
  let down = (shown.count + across - 1) / across
  var lines = (0..<down).map { row in
    let line = stride(from: row, to: shown.count, by: down).map { index in
      shown[index] + String(repeating: " ", count: cell - displayWidth(shown[index]))
    }
    return clipped(line.joined(), to: width - 1).trimmingTrailingSpaces
  }
  if shown.count < words.count {
    lines.append(clipped("and \(words.count - shown.count) more", to: width - 1))
  }
  return lines
}

extension String {
  var trimmingTrailingSpaces: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
