// A line as the comparison sees it: runs of spaces made one, numbers found.

/// A line, printed or expected, ready to be compared.
struct PrintedLine {
  /// The characters, with one space for each run of spaces and none at the ends.
  let characters: [Character]
  /// Where each of `characters` stands in the line as it was, from 1, and the column after the end.
  let columns: [Int]
  /// The number that begins at a position, by position; nil where none begins.
  let numbers: [PrintedNumber?]

  init(_ line: String) {
    var characters: [Character] = []
    var columns: [Int] = []
    var column = 0
    var isAfterSpace = false
    for character in line {
      column += 1
      if character.isWhitespace {
        isAfterSpace = !characters.isEmpty
        continue
      }
      if isAfterSpace {
        characters.append(" ")
        columns.append(column - 1)
        isAfterSpace = false
      }
      characters.append(character)
      columns.append(column)
    }
    columns.append((columns.last ?? 0) + 1)
    self.characters = characters
    self.columns = columns
    numbers = Self.numbers(in: characters)
  }

  private static func numbers(in characters: [Character]) -> [PrintedNumber?] {
    var numbers = [PrintedNumber?](repeating: nil, count: characters.count + 1)
    var position = 0
    while position < characters.count {
      let mayBegin =
        characters[position].isDecimalDigit || characters[position] == "-"
        || characters[position] == "+"
      if mayBegin, let (number, length) = PrintedNumber.scan(characters, at: position) {
        numbers[position] = number
        position += length
      } else {
        position += 1
      }
    }
    return numbers
  }

  /// Whether a number stands on both sides of `position`.
  func cutsNumber(at position: Int) -> Bool {
    guard let start = numbers[..<position].lastIndex(where: { $0 != nil }) else { return false }
    return position < start + (numbers[start]?.text.count ?? 0)
  }

  /// Whether `text` stands at `position`.
  func has(_ text: [Character], at position: Int) -> Bool {
    position + text.count <= characters.count
      && zip(text, characters[position...]).allSatisfy { $0 == $1 }
  }

  /// The `nan`, `inf` or `-inf` at `position`, a word of its own.
  func notFinite(at position: Int) -> String? {
    if position > 0, characters[position - 1].isPartOfWord { return nil }
    for word in ["nan", "inf", "-inf"] where has(Array(word), at: position) {
      let end = position + word.count
      if end == characters.count || !characters[end].isPartOfWord { return word }
    }
    return nil
  }
}
