// One line of output: visible characters, each with its width and style.

/// A character that is safe to print. Only this file makes them, from words made visible.
struct Letter: Sendable, Equatable {
  let character: Character
  let width: Int
  let style: Style

  fileprivate init(_ character: Character, _ style: Style) {
    self.character = character
    width = character.displayWidth
    self.style = style
  }
}

/// A line of letters.
struct Row: Sendable, Equatable {
  private(set) var letters: [Letter]
  /// The cells that the line takes.
  private(set) var width: Int

  init(_ letters: some Sequence<Letter> = []) {
    self.letters = Array(letters)
    width = self.letters.reduce(0) { $0 + $1.width }
  }

  /// `words` from anywhere, made visible with `glyphs`.
  init(_ words: String, _ style: Style = .plain, glyphs: Glyphs) {
    self.init(glyphs.visible(words).map { Letter($0, style) })
  }

  /// `count` blank cells.
  init(blank count: Int) {
    self.init(Array(repeating: Letter(" ", .plain), count: max(0, count)))
  }

  static func + (left: Row, right: Row) -> Row { Row(left.letters + right.letters) }
  static func += (left: inout Row, right: Row) {
    left.letters += right.letters
    left.width += right.width
  }

  /// The row filled up with blanks to `width`; longer rows stay as they are.
  func padded(to width: Int, atEnd: Bool = true) -> Row {
    let blank = Row(blank: width - self.width)
    return atEnd ? self + blank : blank + self
  }

  /// The longest beginning that fits into `width`.
  func prefix(width limit: Int) -> Row {
    var taken = 0
    return Row(
      letters.prefix { letter in
        taken += letter.width
        return taken <= limit
      })
  }

  /// The row if it fits into `width`, else its beginning with an ellipsis.
  func truncated(to width: Int, glyphs: Glyphs) -> Row {
    if self.width <= width { return self }
    let mark = Row(glyphs.ellipsis, letters.last?.style ?? .plain, glyphs: glyphs)
    return (prefix(width: width - mark.width) + mark).prefix(width: width)
  }

  /// Without blanks at the end, unless they are colored.
  var trimmed: Row {
    guard let end = letters.lastIndex(where: { $0.character != " " || $0.style.ground != nil })
    else { return Row() }
    return Row(letters[...end])
  }

  /// The line as text, with escape sequences if there is `color`.
  func painted(_ color: TerminalRenderer.Color) -> String {
    guard color != .none else { return String(letters.map(\.character)) }
    var result = ""
    var current = Style.plain
    for letter in letters {
      if letter.style != current {
        if current != .plain { result += Style.closing }
        result += letter.style.opening
        current = letter.style
      }
      result.append(letter.character)
    }
    return current == .plain ? result : result + Style.closing
  }
}
