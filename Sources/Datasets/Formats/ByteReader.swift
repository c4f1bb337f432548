// Walks over the bytes of a file; every step is checked against the end.

/// A position in the bytes of a file, and checked steps from it.
struct ByteReader {
  let bytes: [UInt8]
  /// The file's name, for mistakes.
  let path: String
  private(set) var offset: Int

  init(_ bytes: [UInt8], path: String, offset: Int = 0) {
    self.bytes = bytes
    self.path = path
    self.offset = offset
  }

  var remaining: Int { bytes.count - offset }

  /// The next `count` bytes, and a step behind them.
  mutating func take(_ count: Int, as what: String) throws(DataMistake) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else {
      throw DataMistake(
        path: path, offset: bytes.count,
        found: "the end of the file, \(remaining) bytes after \(offset)",
        needed: "\(count) bytes of \(what)", advice: "the file is cut short: fetch it again")
    }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  /// The next whole number; least significant byte first unless `bigEndian`.
  mutating func integer<Number: FixedWidthInteger>(
    _ type: Number.Type, as what: String, bigEndian: Bool = false
  ) throws(DataMistake) -> Int {
    let slice = try take(Number.bitWidth / 8, as: what)
    var value: Number = 0
    for byte in bigEndian ? Array(slice) : slice.reversed() {
      value = value << 8 | Number(truncatingIfNeeded: byte)
    }
    guard let result = Int(exactly: value) else {
      throw DataMistake(
        path: path, offset: slice.startIndex, found: "\(value)", needed: "a smaller \(what)")
    }
    return result
  }

  /// A mistake at the present position.
  func mistake(found: String, needed: String, advice: String? = nil) -> DataMistake {
    DataMistake(path: path, offset: offset, found: found, needed: needed, advice: advice)
  }
}

/// The product of extents, or nil when it is negative somewhere or no machine could hold it.
func elementCount(_ extents: [Int]) -> Int? {
  var count = 1
  for extent in extents {
    let (product, overflow) = count.multipliedReportingOverflow(by: extent)
    guard extent >= 0, !overflow, product <= 1 << 46 else { return nil }
    count = product
  }
  return count
}
