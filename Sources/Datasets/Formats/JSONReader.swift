// A small strict reader of JSON that keeps order and byte positions, for headers of tensor files.

/// What the header of a tensor file is made of.
enum JSONValue {
  case string(String)
  case integer(Int)
  case list([JSONValue])
  case record([JSONField])
}

/// One entry of a record, and where its name begins in the file.
struct JSONField {
  var name: String
  var value: JSONValue
  var offset: Int
}

/// Reads JSON of strings, whole numbers, lists and records; what else JSON knows is refused, and so
/// are a name that comes twice and what is nested deeper than tensor files need.
///
/// Source: RFC 8259.
struct JSONReader {
  private let text: ArraySlice<UInt8>
  private let path: String
  private var position: Int

  private static let deepest = 8

  /// `text` is a slice of the file, so that positions are those of the file.
  init(_ text: ArraySlice<UInt8>, path: String) {
    self.text = text
    self.path = path
    position = text.startIndex
  }

  /// The whole text as one record; spaces may follow.
  mutating func record() throws(DataMistake) -> [JSONField] {
    guard peek() == UInt8(ascii: "{"), case .record(let fields) = try value(depth: 0) else {
      throw mistake(needed: "{")
    }
    skipSpaces()
    guard position == text.endIndex else { throw mistake(needed: "nothing after the header") }
    return fields
  }

  private mutating func value(depth: Int) throws(DataMistake) -> JSONValue {
    skipSpaces()
    guard depth < Self.deepest else { throw mistake(needed: "less nesting") }
    switch peek() {
    case UInt8(ascii: "{"): return .record(try fields(depth: depth + 1))
    case UInt8(ascii: "["): return .list(try list(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    default: return .integer(try integer())
    }
  }

  private mutating func fields(depth: Int) throws(DataMistake) -> [JSONField] {
    var fields: [JSONField] = []
    var names: Set<String> = []
    try expect("{")
    if take("}") { return [] }
    repeat {
      skipSpaces()
      let offset = position
      let name = try string()
      guard names.insert(name).inserted else {
        throw DataMistake(
          path: path, offset: offset, found: "a second '\(name)'", needed: "every name once")
      }
      try expect(":")
      fields.append(JSONField(name: name, value: try value(depth: depth), offset: offset))
    } while take(",")
    try expect("}")
    return fields
  }

  private mutating func list(depth: Int) throws(DataMistake) -> [JSONValue] {
    var values: [JSONValue] = []
    try expect("[")
    if take("]") { return [] }
    repeat { values.append(try value(depth: depth)) } while take(",")
    try expect("]")
    return values
  }

  private mutating func integer() throws(DataMistake) -> Int {
    let digits = text[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let value = Int(String(decoding: digits, as: UTF8.self)),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { throw mistake(needed: "a string, a whole number, a list or a record") }
    position = digits.endIndex
    return value
  }

  private mutating func string() throws(DataMistake) -> String {
    try expect("\"")
    let start = position
    var result: [UInt8] = []
    while let byte = peek(), byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw mistake(needed: "a character, not a control code") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        result += try escaped().utf8
      } else {
        result.append(byte)
      }
    }
    guard let string = String(validating: result, as: UTF8.self) else {
      position = start
      throw mistake(needed: "text in UTF-8")
    }
    guard peek() != nil else { throw mistake(needed: "\"") }
    position += 1
    return string
  }

  /// What stands for the characters behind a backslash.
  private mutating func escaped() throws(DataMistake) -> String {
    let plain: [UInt8: String] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
      UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
      UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    guard let letter = peek() else { throw mistake(needed: "an escaped character") }
    position += 1
    if let character = plain[letter] { return character }
    guard letter == UInt8(ascii: "u") else { throw mistake(needed: "a known escape") }
    var code = try hexadecimal()
    if 0xD800..<0xDC00 ~= code {
      // The first half of a pair of surrogates.
      guard text[position...].starts(with: "\\u".utf8) else {
        throw mistake(needed: "the second half of a pair")
      }
      position += 2
      let second = try hexadecimal()
      guard 0xDC00..<0xE000 ~= second else { throw mistake(needed: "the second half of a pair") }
      code = 0x10000 + (code - 0xD800) << 10 + (second - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw mistake(needed: "a Unicode character") }
    return String(Character(scalar))
  }

  private mutating func hexadecimal() throws(DataMistake) -> UInt32 {
    let digits = text[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw mistake(needed: "four hexadecimal digits") }
    position += 4
    return code
  }

  private func peek() -> UInt8? { position < text.endIndex ? text[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(DataMistake) {
    guard take(character) else { throw mistake(needed: "\(character)") }
  }

  private mutating func skipSpaces() {
    while let byte = peek(), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private func mistake(needed: String) -> DataMistake {
    let shown = String(decoding: text[position...].prefix(20), as: UTF8.self)
    return DataMistake(
      path: path, offset: position,
      found: shown.isEmpty ? "the end of the header" : "'\(shown)'", needed: needed)
  }
}
