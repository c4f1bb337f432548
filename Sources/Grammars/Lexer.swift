// Text → tokens, for any text whatever: what is no token is kept as one that says why.

import Reports

/// Cuts text into tokens. A `*` belongs to a name as a glob when it touches it and nothing follows
/// that it could multiply: `conv*`, `*.weight`, `block_*_conv1`; but `n*relu` is a product.
package struct Lexer {
  private let characters: [Character]
  private var position = 0
  private var spaceBefore = true
  private var depth = 0
  private var tokens: [Token] = []

  /// The tokens of `text`, the last being `.end`.
  package static func tokens(of text: String) -> [Token] {
    tokens(of: Array(text))
  }

  static func tokens(of characters: [Character]) -> [Token] {
    var lexer = Lexer(characters)
    return lexer.run()
  }

  private init(_ characters: [Character]) {
    self.characters = characters
  }

  private mutating func run() -> [Token] {
    while let character = peek() {
      if character == "\n" || character == "\r\n" {
        newline()
      } else if character.isWhitespace {
        position += 1
        spaceBefore = true
      } else if character == "#" {
        while let next = peek(), next != "\n", next != "\r\n" { position += 1 }
        spaceBefore = true
      } else {
        token(character)
      }
    }
    spaceBefore = true
    add(.end, from: position, length: 1)
    return tokens
  }

  private mutating func token(_ first: Character) {
    let next = peek(1)
    if first.isLetter || first == "_" {
      name()
    } else if first == "*", next == "." || next == "_", peek(2)?.continuesGlob == true {
      name()
    } else if first.isDigit || (first == "." && next?.isDigit == true) {
      number()
    } else if first == "\"" {
      string()
    } else if let next, let symbol = Token.Symbol(rawValue: String([first, next])) {
      take(symbol, length: 2)
    } else if let symbol = Token.Symbol(rawValue: String(first)) {
      take(symbol, length: 1)
    } else {
      position += 1
      refuse("'\(first)' has no meaning here", hint: first.wayOn, from: position - 1)
    }
  }

  // MARK: Kinds of tokens

  private mutating func newline() {
    let separates = depth == 0 && tokens.last?.kind != .symbol(.arrow)
    position += 1
    if separates { add(.newline, from: position - 1) }
    spaceBefore = true
  }

  private mutating func take(_ symbol: Token.Symbol, length: Int) {
    position += length
    if symbol == .open { depth += 1 }
    if symbol == .close { depth = max(0, depth - 1) }
    add(.symbol(symbol), from: position - length)
  }

  private mutating func name() {
    let start = position
    while let character = peek() {
      if character == "*" {
        guard starBelongsToName else { break }
      } else if !character.continuesName {
        break
      }
      position += 1
    }
    let text = String(characters[start..<position])
    if text.hasSuffix(".") || text.contains("..") {
      refuse("the name '\(text)' lacks a part", hint: "write it as in conv1.weight", from: start)
    } else {
      add(.name(text), from: start)
    }
  }

  /// Whether the `*` at the position, with a name just before it, is a glob.
  private var starBelongsToName: Bool {
    guard let next = peek(1) else { return true }
    if next == "." { return peek(2)?.isDigit != true }
    return
      !(next.isLetter || next.isDigit || next == "(" || next == "\"" || next == "-"
      || next == "*")
  }

  private mutating func number() {
    let start = position
    skipDigits()
    if peek() == "." {
      position += 1
      skipDigits()
    }
    if peek() == "e" || peek() == "E" {
      let sign = peek(1) == "-" || peek(1) == "+" ? 1 : 0
      if peek(1 + sign)?.isDigit == true {
        position += 1 + sign
        skipDigits()
      }
    }
    let end = position
    while let character = peek(), character.continuesName { position += 1 }
    let text = String(characters[start..<position])
    let digits = text.hasSuffix(".") ? text + "0" : text
    guard position == end, let value = Double(digits) else {
      return refuse(
        "'\(text)' is neither a number nor a name", hint: "names begin with a letter",
        from: start)
    }
    guard value.isFinite else {
      return refuse("'\(text)' is too large a number", hint: "the largest is 1.8e308", from: start)
    }
    add(.number(value), from: start)
  }

  private mutating func skipDigits() {
    while peek()?.isDigit == true { position += 1 }
  }

  private mutating func string() {
    let start = position
    var text = ""
    position += 1
    while let character = peek(), character != "\n", character != "\r\n" {
      position += 1
      if character == "\"" { return add(.string(text), from: start) }
      guard character == "\\" else {
        text.append(character)
        continue
      }
      guard peek() != nil else { break }
      let backslash = position - 1
      guard let escaped = escape() else {
        return refuse(
          "a backslash in a string stands before \", \\, n or u{…}",
          hint: "write \\\\ for a backslash", from: backslash)
      }
      text.unicodeScalars.append(escaped)
    }
    add(.unclosedString(text), from: start)
  }

  /// What follows a backslash: `"`, `\`, `n`, or a code such as `u{301}`.
  private mutating func escape() -> Unicode.Scalar? {
    defer { position += 1 }
    switch peek() {
    case "\"": return "\""
    case "\\": return "\\"
    case "n": return "\n"
    case "u":
      guard peek(1) == "{" else { return nil }
      let start = position + 2
      guard let close = characters[start...].prefix(9).firstIndex(of: "}") else { return nil }
      guard let code = UInt32(String(characters[start..<close]), radix: 16) else { return nil }
      position = close
      return Unicode.Scalar(code)
    default: return nil
    }
  }

  // MARK: Bookkeeping

  private func peek(_ offset: Int = 0) -> Character? {
    position + offset < characters.count ? characters[position + offset] : nil
  }

  private mutating func add(_ kind: Token.Kind, from start: Int, length: Int? = nil) {
    let place = Problem.Place(column: start + 1, length: length ?? position - start)
    tokens.append(Token(kind, at: place, spaceBefore: spaceBefore))
    spaceBefore = false
  }

  private mutating func refuse(_ message: String, hint: String, from start: Int) {
    let end = min(position, characters.count)
    let place = Problem.Place(column: start + 1, length: max(1, end - start))
    add(.refused(Problem(.syntax, message, hint: hint, place: place)), from: start)
  }
}

extension Character {
  fileprivate var isDigit: Bool { self >= "0" && self <= "9" && isASCII }

  fileprivate var continuesName: Bool { isLetter || isDigit || self == "_" || self == "." }

  fileprivate var continuesGlob: Bool { isLetter || self == "_" || self == "*" }

  /// What to write instead of a character that the language does not have.
  fileprivate var wayOn: String {
    switch self {
    case "[", "]", "{", "}": "lists of numbers are written (3, 32, 32)"
    case "'", "“", "”", "„", "‘", "’", "`": "strings stand in straight double quotes: \"a b\""
    case "→": "layers are chained with ->"
    case "×", "·": "products are written with *"
    case "!": "write not, or != for unequal"
    case "&": "write and"
    case "|": "write or"
    case ":": "values are named with =, as in kernel=3"
    default: "remove it, or put it in a string"
    }
  }
}
