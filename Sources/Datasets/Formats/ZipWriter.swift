// Writes zip archives whose members are stored as they are.

/// An archive in the making.
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10, section 4.3.
struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// Appends a member. All members together must stay below 4 GB.
  mutating func add(_ name: String, _ content: [UInt8], path: String) throws(DataMistake) {
    guard bytes.count + content.count < 0xFFFF_0000, count < 0xFFFE else {
      throw DataMistake(
        path: path, found: "\(bytes.count + content.count) bytes in \(count + 1) arrays",
        needed: "less than 4 GB in less than 65,534 arrays", advice: "save it as .safetensors")
    }
    let start = bytes.count
    // Version 2.0, names in UTF-8, stored, 1980-01-01 0:00, so that equal contents give equal files.
    let description: [UInt8] =
      words16(20, 0x0800, 0, 0, 0x21)
      + words32(checksum(content[...]), UInt32(content.count), UInt32(content.count))
      + words16(UInt16(truncatingIfNeeded: name.utf8.count), 0)
    bytes += words32(0x0403_4B50) + description + Array(name.utf8) + content
    directory += words32(0x0201_4B50) + words16(20) + description
    directory += words16(0, 0, 0) + words32(0, UInt32(start)) + Array(name.utf8)
    count += 1
  }

  /// The whole archive, with its table of contents.
  func finished() -> [UInt8] {
    let members = UInt16(count)
    return bytes + directory + words32(0x0605_4B50) + words16(0, 0, members, members)
      + words32(UInt32(directory.count), UInt32(bytes.count)) + words16(0)
  }

  private func words16(_ values: UInt16...) -> [UInt8] { littleEndianBytes(values) }
  private func words32(_ values: UInt32...) -> [UInt8] { littleEndianBytes(values) }
}
