// Words of a lesson, with the place they stand at.

/// A place in a file, both counted from 1, columns in characters.
package struct Place: Sendable, Equatable, Comparable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int = 1) {
    self.line = line
    self.column = column
  }

  package static func < (left: Place, right: Place) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A text and where it begins.
package struct Phrase: Sendable, Equatable {
  package var text: String
  package var place: Place

  package init(_ text: String, at place: Place) {
    self.text = text
    self.place = place
  }

  /// Without the space at both ends.
  var trimmed: Phrase {
    let space = text.prefix { $0.isWhitespace }.count
    return Phrase(text.trimmed, at: Place(line: place.line, column: place.column + space))
  }

  /// The part from `index` on.
  func suffix(from index: String.Index) -> Phrase {
    let column = place.column + text.distance(from: text.startIndex, to: index)
    return Phrase(String(text[index...]), at: Place(line: place.line, column: column))
  }

  /// The parts before and after a separator, trimmed.
  func divided(at separator: Range<String.Index>) -> (before: Phrase, after: Phrase) {
    (
      Phrase(String(text[..<separator.lowerBound]), at: place).trimmed,
      suffix(from: separator.upperBound).trimmed
    )
  }
}

extension String {
  /// Where `separator` stands outside of double quotes and backticks.
  func unquotedRanges(of separator: String) -> [Range<String.Index>] {
    var ranges: [Range<String.Index>] = []
    var quote: Character?
    var index = startIndex
    while index < endIndex {
      let character = self[index]
      if quote == nil, self[index...].hasPrefix(separator) {
        let end = self.index(index, offsetBy: separator.count)
        ranges.append(index..<end)
        index = end
        continue
      }
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "`",
        self[self.index(after: index)...].contains(character)
      {
        quote = character
      }
      index = self.index(after: index)
    }
    return ranges
  }
}
