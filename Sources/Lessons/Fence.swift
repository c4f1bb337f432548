// ``` and ~~~: where a code block of Markdown begins and ends.

/// An opening fence.
struct Fence {
  let character: Character
  let length: Int
  let indentation: Int
  /// What follows the fence, trimmed, with its place.
  let info: Phrase
  let place: Place

  static let shortest = 3
  static let deepestIndentation = 3

  /// The fence that `line` opens, nil when it opens none.
  init?(opening line: SourceLine) {
    let indentation = line.text.prefix { $0 == " " }.count
    let rest = line.text.dropFirst(indentation)
    guard indentation <= Self.deepestIndentation, let first = rest.first,
      first == "`" || first == "~"
    else { return nil }
    let length = rest.prefix { $0 == first }.count
    let info = rest.dropFirst(length)
    guard length >= Self.shortest, first == "~" || !info.contains("`") else { return nil }
    character = first
    self.length = length
    self.indentation = indentation
    self.info = line.phrase.suffix(from: info.startIndex).trimmed
    place = Place(line: line.number, column: line.column + indentation)
  }

  /// Whether `line` ends the block.
  func isClosed(by line: SourceLine) -> Bool {
    let rest = line.text.drop { $0 == " " }
    let marks = rest.prefix { $0 == character }
    return line.text.count - rest.count <= Self.deepestIndentation && marks.count >= length
      && rest.dropFirst(marks.count).isBlank
  }

  /// A line of the block without the fence's own indentation.
  func content(of line: SourceLine) -> SourceLine {
    let cut = min(indentation, line.text.prefix { $0 == " " }.count)
    var line = line
    line.text = String(line.text.dropFirst(cut))
    line.column += cut
    return line
  }

  /// The words after the fence, each with its place.
  var words: [Phrase] {
    info.text.split(whereSeparator: \.isWhitespace).map { word in
      let phrase = info.suffix(from: word.startIndex)
      return Phrase(String(word), at: phrase.place)
    }
  }
}
