// Reads zip archives: the members of .npz files.

/// One file in an archive, as its table of contents describes it.
struct ZipMember {
  var name: String
  /// 0 stored, 8 deflated.
  var method: Int
  var checksum: UInt32
  var compressedSize: Int
  var size: Int
  /// Where the member's local header begins.
  var headerOffset: Int
}

/// An archive of which nothing was decompressed yet.
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3 (zip64).
struct ZipReader {
  let members: [ZipMember]
  private let bytes: [UInt8]
  private let path: String

  /// The most bytes that the members may have together after decompression.
  private static let largestContent = 1 << 31

  /// Reads the table of contents.
  init(_ bytes: [UInt8], path: String) throws(DataMistake) {
    self.bytes = bytes
    self.path = path
    let end = try Self.endRecord(bytes, path: path)
    var reader = ByteReader(bytes, path: path, offset: end.directory)
    var members: [ZipMember] = []
    var names: Set<String> = []
    for _ in 0..<end.count {
      let start = reader.offset
      let member = try Self.member(&reader)
      guard names.insert(member.name).inserted else {
        throw DataMistake(
          path: path, offset: start, found: "a second member '\(member.name)'",
          needed: "members with different names")
      }
      members.append(member)
    }
    self.members = members
    try checkSizes()
  }

  /// The decompressed bytes of a member, its checksum verified.
  func content(of member: ZipMember) throws(DataMistake) -> [UInt8] {
    var reader = ByteReader(bytes, path: path, offset: member.headerOffset)
    let signature = try reader.integer(UInt32.self, as: "a member's header")
    guard signature == 0x0403_4B50 else {
      throw DataMistake(
        path: path, offset: member.headerOffset, found: "other bytes",
        needed: "the header of member '\(member.name)'")
    }
    _ = try reader.take(22, as: "a member's header")
    let nameLength = try reader.integer(UInt16.self, as: "a name's length")
    let extraLength = try reader.integer(UInt16.self, as: "an extra field's length")
    _ = try reader.take(nameLength + extraLength, as: "a member's name")
    let start = reader.offset
    let slice = try reader.take(member.compressedSize, as: "member '\(member.name)'")
    let content =
      member.method == 0 ? Array(slice) : try inflated(slice, member: member)
    guard checksum(content[...]) == member.checksum else {
      throw DataMistake(
        path: path, offset: start, found: "a wrong checksum in member '\(member.name)'",
        needed: "the bytes that were written", advice: "the file is damaged: fetch it again")
    }
    return content
  }

  private func inflated(
    _ slice: ArraySlice<UInt8>, member: ZipMember
  ) throws(DataMistake) -> [UInt8] {
    let result = try inflate(slice, wrapping: .none, limit: member.size, path: path)
    guard result.finished, result.bytes.count == member.size else {
      throw DataMistake(
        path: path, offset: slice.startIndex + result.consumed,
        found: "member '\(member.name)' with \(result.finished ? "fewer" : "other") bytes",
        needed: "\(member.size) bytes, as its table of contents says")
    }
    return result.bytes
  }

  /// Refuses members that overlap or that would fill the memory.
  private func checkSizes() throws(DataMistake) {
    var (previousEnd, total) = (0, 0)
    for member in members.sorted(by: { $0.headerOffset < $1.headerOffset }) {
      // A local header has 30 bytes and the name.
      let (end, overflow) = (member.headerOffset + 30 + member.name.utf8.count)
        .addingReportingOverflow(member.compressedSize)
      guard !overflow, member.headerOffset >= previousEnd, end <= bytes.count else {
        throw DataMistake(
          path: path, offset: min(member.headerOffset, bytes.count),
          found: "member '\(member.name)' over another one or behind the end",
          needed: "members one after the other")
      }
      let possible =
        member.method == 0
        ? member.size == member.compressedSize
        : member.size <= member.compressedSize * largestExpansion + 64
      guard possible, member.size <= Self.largestContent - total else {
        throw DataMistake(
          path: path, offset: member.headerOffset,
          found: "member '\(member.name)' of \(member.size) bytes, compressed "
            + "\(member.compressedSize)",
          needed: "at most \(Self.largestContent) bytes in all, and sizes that agree")
      }
      previousEnd = end
      total += member.size
    }
  }

  /// The next entry of the table of contents.
  private static func member(_ reader: inout ByteReader) throws(DataMistake) -> ZipMember {
    let start = reader.offset
    guard try reader.integer(UInt32.self, as: "a directory entry") == 0x0201_4B50 else {
      throw DataMistake(
        path: reader.path, offset: start, found: "other bytes",
        needed: "an entry of the archive's directory")
    }
    _ = try reader.take(4, as: "versions")
    let flags = try reader.integer(UInt16.self, as: "flags")
    let method = try reader.integer(UInt16.self, as: "a method")
    _ = try reader.take(4, as: "a date")
    let checksum = UInt32(try reader.integer(UInt32.self, as: "a checksum"))
    var compressedSize = try reader.integer(UInt32.self, as: "a size")
    var size = try reader.integer(UInt32.self, as: "a size")
    let nameLength = try reader.integer(UInt16.self, as: "a name's length")
    let extraLength = try reader.integer(UInt16.self, as: "an extra field's length")
    let commentLength = try reader.integer(UInt16.self, as: "a comment's length")
    _ = try reader.take(8, as: "attributes")
    var headerOffset = try reader.integer(UInt32.self, as: "a position")
    let name = String(decoding: try reader.take(nameLength, as: "a name"), as: UTF8.self)
    let extra = try reader.take(extraLength, as: "an extra field")
    _ = try reader.take(commentLength, as: "a comment")
    guard flags & 1 == 0, method == 0 || method == 8 else {
      throw DataMistake(
        path: reader.path, offset: start,
        found: flags & 1 == 0 ? "compression method \(method)" : "an encrypted member '\(name)'",
        needed: "members that are stored or deflated, without password",
        advice: "write it with numpy.savez or numpy.savez_compressed")
    }
    // zip64: what does not fit in 32 bits stands in extra field 1, in this order.
    var large = ByteReader(Array(extra), path: reader.path)
    while large.remaining >= 4 {
      let kind = try large.integer(UInt16.self, as: "an extra field")
      let length = try large.integer(UInt16.self, as: "an extra field")
      guard kind == 1 else {
        _ = try large.take(length, as: "an extra field")
        continue
      }
      if size == 0xFFFF_FFFF { size = try large.integer(UInt64.self, as: "a size") }
      if compressedSize == 0xFFFF_FFFF {
        compressedSize = try large.integer(UInt64.self, as: "a size")
      }
      if headerOffset == 0xFFFF_FFFF {
        headerOffset = try large.integer(UInt64.self, as: "a position")
      }
      break
    }
    guard headerOffset <= reader.bytes.count, compressedSize <= reader.bytes.count else {
      throw DataMistake(
        path: reader.path, offset: start, found: "member '\(name)' behind the end of the file",
        needed: "a member within it", advice: "the file is cut short: fetch it again")
    }
    return ZipMember(
      name: name, method: method, checksum: checksum, compressedSize: compressedSize, size: size,
      headerOffset: headerOffset)
  }

  /// Where the table of contents begins, and how many members it lists.
  private static func endRecord(
    _ bytes: [UInt8], path: String
  ) throws(DataMistake) -> (directory: Int, count: Int) {
    guard bytes.starts(with: [0x50, 0x4B]) else {
      throw DataMistake(
        path: path, offset: 0, found: "bytes that are not a zip archive", needed: "a zip archive",
        advice: "write it with numpy.savez")
    }
    // The record has 22 bytes and a comment of up to 65,535.
    let last = bytes.count - 22
    guard last >= 0,
      let start = stride(from: last, through: max(0, last - 65_535), by: -1).first(where: {
        bytes[$0..<$0 + 4].elementsEqual([0x50, 0x4B, 5, 6])
      })
    else {
      throw DataMistake(
        path: path, offset: bytes.count, found: "no directory at the end",
        needed: "a whole zip archive", advice: "the file is cut short: fetch it again")
    }
    var reader = ByteReader(bytes, path: path, offset: start + 10)
    let count = try reader.integer(UInt16.self, as: "a count")
    _ = try reader.take(4, as: "a size")
    let directory = try reader.integer(UInt32.self, as: "a position")
    guard directory <= start, count != 0xFFFF else {
      throw DataMistake(
        path: path, offset: start, found: "a directory at byte \(directory)",
        needed: "a directory before byte \(start), of fewer than 65,535 members")
    }
    return (directory, count)
  }
}
