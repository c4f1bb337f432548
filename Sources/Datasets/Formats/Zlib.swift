// Decompression and checksums by the system's zlib.

import CZlib

/// How a deflate stream is wrapped.
enum Wrapping {
  /// As in zip archives: nothing around it.
  case none
  /// As in .gz files: a header, and a checksum at the end.
  case gzip

  /// zlib's name for it.
  fileprivate var windowBits: Int32 { self == .none ? -MAX_WBITS : MAX_WBITS + 16 }
}

/// What came out of a deflate stream.
struct Inflated {
  var bytes: [UInt8]
  /// Whether the stream came to its end.
  var finished: Bool
  /// How many compressed bytes were used.
  var consumed: Int
}

/// No deflate stream expands further: 258 bytes for 2 bits.
let largestExpansion = 1032

/// Decompresses up to `limit` bytes. The offset of a mistake counts from the start of the array
/// that `compressed` is a slice of.
func inflate(
  _ compressed: ArraySlice<UInt8>, wrapping: Wrapping, limit: Int, path: String
) throws(DataMistake) -> Inflated {
  var stream = unsafe z_stream()
  let size = unsafe Int32(MemoryLayout<z_stream>.size)
  guard unsafe inflateInit2_(&stream, wrapping.windowBits, ZLIB_VERSION, size) == Z_OK else {
    throw DataMistake(path: path, found: "no memory", needed: "memory for decompression")
  }
  defer { _ = unsafe inflateEnd(&stream) }

  var consumed = 0
  var status = Z_OK
  // One spare byte, so that a stream that ends at the limit can say so.
  let capacity = min(limit, compressed.count * largestExpansion + 64) + 1
  // SAFETY: zlib reads the `piece` bytes from next_in and writes at most avail_out bytes to
  // next_out; both counts are those of the memory, and initializedCount is what it wrote.
  var bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, produced in
    unsafe compressed.withUnsafeBufferPointer { input in
      repeat {
        let piece = min(input.count - consumed, 1 << 30)
        let room = min(capacity - produced, 1 << 30)
        let (source, target) = (input.baseAddress, output.baseAddress)
        unsafe stream.next_in = source.map { unsafe UnsafeMutablePointer(mutating: $0 + consumed) }
        unsafe stream.avail_in = UInt32(piece)
        unsafe stream.next_out = target.map { unsafe $0 + produced }
        unsafe stream.avail_out = UInt32(room)
        status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
        let (used, made) = unsafe (piece - Int(stream.avail_in), room - Int(stream.avail_out))
        consumed += used
        produced += made
        if used == 0 && made == 0 { break }
      } while status == Z_OK && produced < capacity
    }
  }
  guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
    throw DataMistake(
      path: path, offset: compressed.startIndex + consumed,
      found: "bytes that are not compressed data", needed: "a whole deflate stream",
      advice: "the file is damaged: fetch it again")
  }
  let finished = status == Z_STREAM_END && bytes.count <= limit
  if bytes.count > limit { bytes.removeLast(bytes.count - limit) }
  return Inflated(bytes: bytes, finished: finished, consumed: consumed)
}

/// The CRC-32 of zip, PNG and gzip; `seed` continues an earlier one.
func checksum(_ bytes: ArraySlice<UInt8>, seed: UInt32 = 0) -> UInt32 {
  // SAFETY: crc32_z only reads the `count` bytes of the slice.
  unsafe bytes.withUnsafeBufferPointer {
    unsafe UInt32(crc32_z(UInt(seed), $0.baseAddress, $0.count))
  }
}

/// The CRC-32 of the memory of trivial numbers.
func checksum<Number: BitwiseCopyable>(of values: [Number], seed: UInt32 = 0) -> UInt32 {
  // SAFETY: crc32_z only reads the initialized bytes of the array.
  unsafe values.withUnsafeBytes {
    unsafe UInt32(
      crc32_z(UInt(seed), $0.bindMemory(to: UInt8.self).baseAddress, $0.count))
  }
}
