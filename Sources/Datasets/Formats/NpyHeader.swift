// The header of a .npy file: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.

/// What the header of a .npy file says: the Python dictionary that numpy writes, and no other.
struct NpyHeader {
  private(set) var type = ElementType.float32
  private(set) var bigEndian = false
  private(set) var columnMajor = false
  private(set) var shape: [Int] = []

  private let text: ArraySlice<UInt8>
  private let path: String
  private var position: Int

  init(_ text: ArraySlice<UInt8>, path: String) throws(DataMistake) {
    self.text = text
    self.path = path
    position = text.startIndex
    var keys: [String] = []
    try expect("{")
    while !take("}") {
      let start = position
      let key = try string()
      try expect(":")
      switch key {
      case "descr": try readType()
      case "fortran_order":
        columnMajor = take("True")
        if !columnMajor { try expect("False") }
      case "shape": shape = try tuple()
      default: throw mistake(at: start, needed: "'descr', 'fortran_order' or 'shape'")
      }
      if keys.contains(key) { throw mistake(at: start, needed: "every key once") }
      keys.append(key)
      if !take(",") {
        try expect("}")
        break
      }
    }
    guard keys.count == 3 else {
      throw mistake(at: position, needed: "all of 'descr', 'fortran_order' and 'shape'")
    }
    skipSpaces()
    guard position == text.endIndex else { throw mistake(at: position, needed: "nothing more") }
  }

  /// The type of the numbers, such as '<f4': byte order, kind, bytes.
  private mutating func readType() throws(DataMistake) {
    let start = position
    guard !take("[") else {
      throw mistake(at: start, needed: "one type of number for the whole array")
    }
    let name = try string()
    bigEndian = name.hasPrefix(">")
    let types: [(String, ElementType)] = [
      ("f2", .float16), ("f4", .float32), ("f8", .float64), ("b1", .uint8),
      ("i1", .int8), ("i2", .int16), ("i4", .int32), ("i8", .int64),
      ("u1", .uint8), ("u2", .uint16), ("u4", .uint32), ("u8", .uint64),
    ]
    let found = types.first { name.count == 3 && name.hasSuffix($0.0) }
    guard let found, let order = name.first, "<>|=".contains(order) else {
      throw DataMistake(
        path: path, offset: start, found: "an array of type '\(name)'",
        needed: "floating point or whole numbers",
        advice: "write it with .astype('float32') or .astype('int64')")
    }
    type = found.1
  }

  private mutating func tuple() throws(DataMistake) -> [Int] {
    var extents: [Int] = []
    try expect("(")
    while !take(")") {
      extents.append(try integer())
      if !take(",") {
        try expect(")")
        break
      }
    }
    return extents
  }

  private mutating func integer() throws(DataMistake) -> Int {
    skipSpaces()
    let digits = text[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
      throw mistake(at: position, needed: "an extent")
    }
    position = digits.endIndex
    _ = take("L")
    return value
  }

  private mutating func string() throws(DataMistake) -> String {
    skipSpaces()
    guard position < text.endIndex, [0x22, 0x27].contains(text[position]),
      let end = text[(position + 1)...].firstIndex(of: text[position])
    else { throw mistake(at: position, needed: "a string") }
    defer { position = end + 1 }
    return String(decoding: text[(position + 1)..<end], as: UTF8.self)
  }

  private mutating func expect(_ token: String) throws(DataMistake) {
    guard take(token) else { throw mistake(at: position, needed: "'\(token)'") }
  }

  private mutating func take(_ token: String) -> Bool {
    skipSpaces()
    guard text[position...].starts(with: token.utf8) else { return false }
    position += token.utf8.count
    return true
  }

  private mutating func skipSpaces() {
    while position < text.endIndex, text[position] == 0x20 || text[position] == 0x0A {
      position += 1
    }
  }

  private func mistake(at offset: Int, needed: String) -> DataMistake {
    let shown = String(decoding: text[min(offset, text.endIndex)...].prefix(20), as: UTF8.self)
    return DataMistake(
      path: path, offset: offset, found: "'\(shown)' in the header", needed: needed)
  }
}
