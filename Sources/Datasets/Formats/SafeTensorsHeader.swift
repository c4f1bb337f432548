// The header of a .safetensors file: which tensor stands where.

/// What a .safetensors file says about its tensors, checked against the file's size.
package struct SafeTensorsHeader: Sendable {
  struct Entry: Sendable {
    var name: String
    var type: ElementType
    var shape: [Int]
    var count: Int
    /// Its bytes, counted from the start of the file.
    var bytes: Range<Int>
    /// Where its name stands in the file, for mistakes.
    var position: Int
  }

  /// Free text under names, in the file's order.
  package private(set) var metadata: [(name: String, text: String)] = []
  /// In the order of the bytes.
  private(set) var entries: [Entry] = []

  /// The format's own bound on the header.
  private static let longest = 100_000_000

  private static let types: [(name: String, type: ElementType)] = [
    ("F32", .float32), ("F64", .float64), ("F16", .float16), ("BF16", .bfloat16),
    ("I64", .int64), ("I32", .int32), ("I16", .int16), ("I8", .int8),
    ("U64", .uint64), ("U32", .uint32), ("U16", .uint16), ("U8", .uint8), ("BOOL", .uint8),
  ]

  /// Reads the header of a whole file.
  package init(_ bytes: [UInt8], path: String) throws(DataMistake) {
    var reader = ByteReader(bytes, path: path)
    let length = try reader.integer(UInt64.self, as: "the header's length")
    guard length <= Self.longest, length <= reader.remaining else {
      throw DataMistake(
        path: path, offset: 0, found: "a header of \(length) bytes in a file of \(bytes.count)",
        needed: "a header of at most \(min(Self.longest, reader.remaining)) bytes",
        advice: "it is no .safetensors file, or cut short")
    }
    let text = try reader.take(length, as: "the header")
    var json = JSONReader(text, path: path)
    for field in try json.record() {
      if field.name == "__metadata__" {
        metadata = try Self.metadata(field, path: path)
      } else {
        entries.append(try Self.entry(field, dataStart: reader.offset, path: path))
      }
    }
    // Stable, so that tensors without numbers keep the header's order.
    entries = entries.enumerated().sorted {
      ($0.element.bytes.lowerBound, $0.element.bytes.upperBound, $0.offset)
        < ($1.element.bytes.lowerBound, $1.element.bytes.upperBound, $1.offset)
    }.map(\.element)
    try checkCover(of: reader.offset..<bytes.count, path: path)
  }

  /// Every byte of the data belongs to one tensor.
  private func checkCover(of data: Range<Int>, path: String) throws(DataMistake) {
    var end = data.lowerBound
    for entry in entries {
      guard entry.bytes.lowerBound == end else {
        throw DataMistake(
          path: path, offset: entry.position,
          found: "'\(entry.name)' at byte \(entry.bytes.lowerBound)",
          needed: "byte \(end), where the tensor before it ends",
          advice: entry.bytes.lowerBound < end ? "tensors overlap" : "there is a gap")
      }
      end = entry.bytes.upperBound
    }
    guard end == data.upperBound else {
      throw DataMistake(
        path: path, offset: min(end, data.upperBound),
        found: "\(data.count) bytes of numbers", needed: "\(end - data.lowerBound) bytes",
        advice: end > data.upperBound ? "the file is cut short: fetch it again" : nil)
    }
  }

  private static func metadata(
    _ field: JSONField, path: String
  ) throws(DataMistake) -> [(name: String, text: String)] {
    let needed = "a record of strings"
    guard case .record(let fields) = field.value else {
      throw DataMistake(
        path: path, offset: field.offset, found: "__metadata__ of another kind", needed: needed)
    }
    var result: [(name: String, text: String)] = []
    for item in fields {
      guard case .string(let text) = item.value else {
        throw DataMistake(
          path: path, offset: item.offset, found: "'\(item.name)' of another kind", needed: needed)
      }
      result.append((item.name, text))
    }
    return result
  }

  private static func entry(
    _ field: JSONField, dataStart: Int, path: String
  ) throws(DataMistake) -> Entry {
    guard case .record(let fields) = field.value, fields.count == 3,
      case .string(let typeName)? = fields.first(where: { $0.name == "dtype" })?.value,
      let shape = integers(fields.first { $0.name == "shape" }?.value),
      let offsets = integers(fields.first { $0.name == "data_offsets" }?.value), offsets.count == 2
    else {
      throw DataMistake(
        path: path, offset: field.offset, found: "'\(field.name)' with other entries",
        needed: "dtype, shape and data_offsets [begin, end]")
    }
    guard let type = types.first(where: { $0.name == typeName })?.type else {
      throw DataMistake(
        path: path, offset: field.offset, found: "'\(field.name)' of type \(typeName)",
        needed: "one of " + types.map(\.name).joined(separator: ", "),
        advice: "convert it with .float() before saving")
    }
    let size = offsets[1] - offsets[0]
    guard let count = elementCount(shape), size == count * type.size,
      offsets[1] <= Int.max - dataStart
    else {
      throw DataMistake(
        path: path, offset: field.offset,
        found: "'\(field.name)' of shape \(shape) and \(typeName) in bytes \(offsets)",
        needed: "as many bytes as shape and type say")
    }
    return Entry(
      name: field.name, type: type, shape: shape, count: count,
      bytes: dataStart + offsets[0]..<dataStart + offsets[1], position: field.offset)
  }

  private static func integers(_ value: JSONValue?) -> [Int]? {
    guard case .list(let values)? = value else { return nil }
    let numbers = values.compactMap { value -> Int? in
      if case .integer(let number) = value { number } else { nil }
    }
    return numbers.count == values.count ? numbers : nil
  }
}
