// Words broken into lines between words, by display width.

extension Row {
  /// The row broken into lines of at most `width` cells. Lines after the first are indented like
  /// the first, or by `hanging` cells; words longer than a line are cut.
  func wrapped(to width: Int, hanging: Int? = nil) -> [Row] {
    if self.width <= width { return [self] }
    let own = letters.prefix { $0.character == " " }.count
    let indentation = min(hanging ?? own, width / 2)
    var lines: [Row] = []
    var line = Row()
    var isFresh = true  // whether the line holds nothing but its indentation
    for word in words {
      let blank = word.prefix { $0.character == " " }
      let solid = Row(word.dropFirst(blank.count))
      if line.width + blank.count + solid.width <= width {
        line += Row(word)
        isFresh = isFresh && solid.width == 0
        continue
      }
      if !isFresh {
        lines.append(line.trimmed)
        line = Row(blank: indentation)
      }
      var rest = solid
      while line.width + rest.width > width {
        let part = rest.prefix(width: width - line.width)
        if part.letters.isEmpty { break }
        lines.append(line + part)
        rest = Row(rest.letters.dropFirst(part.letters.count))
        line = Row(blank: indentation)
      }
      line += rest
      isFresh = rest.letters.isEmpty
    }
    if !isFresh || lines.isEmpty { lines.append(line.trimmed) }
    return lines
  }

  /// The row cut every `width` cells, wherever that is.
  func cut(every width: Int) -> [Row] {
    var lines: [Row] = []
    var rest = self
    while rest.width > width {
      let part = rest.prefix(width: width)
      if part.letters.isEmpty { break }
      lines.append(part)
      rest = Row(rest.letters.dropFirst(part.letters.count))
    }
    return lines + [rest]
  }

  /// The words, each with the blanks before it.
  private var words: [ArraySlice<Letter>] {
    var result: [ArraySlice<Letter>] = []
    var start = letters.startIndex
    for index in letters.indices.dropFirst()
    where letters[index].character == " " && letters[index - 1].character != " " {
      result.append(letters[start..<index])
      start = index
    }
    if start < letters.endIndex { result.append(letters[start...]) }
    return result
  }
}
