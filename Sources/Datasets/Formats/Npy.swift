// NumPy's .npy format: one array, its header a Python dictionary.

/// Reads a whole .npy file of versions 1 to 3.
///
/// Fortran order becomes row-major order; objects, strings, structures and complex numbers are
/// refused.
/// Source: NumPy, `numpy.lib.format`.
func decode(npy bytes: [UInt8], path: String) throws(DataMistake) -> NumericArray {
  var reader = ByteReader(bytes, path: path)
  guard try reader.take(6, as: "the magic bytes").elementsEqual([0x93] + Array("NUMPY".utf8)) else {
    throw DataMistake(
      path: path, offset: 0, found: "bytes that are not an array", needed: "\\x93NUMPY",
      advice: "write it with numpy.save or numpy.savez")
  }
  let version = try reader.integer(UInt16.self, as: "the version") & 0xFF
  guard 1...3 ~= version else {
    throw DataMistake(
      path: path, offset: 6, found: "version \(version)", needed: "version 1, 2 or 3")
  }
  let length =
    version == 1
    ? try reader.integer(UInt16.self, as: "the header's length")
    : try reader.integer(UInt32.self, as: "the header's length")
  let start = reader.offset
  let text = try reader.take(length, as: "the header")
  let header = try NpyHeader(text, path: path)
  guard let count = elementCount(header.shape) else {
    throw DataMistake(
      path: path, offset: start, found: "shape \(header.shape)", needed: "extents that fit")
  }
  guard count * header.type.size == reader.remaining else {
    throw DataMistake(
      path: path, offset: min(bytes.count, reader.offset + count * header.type.size),
      found: "\(reader.remaining) bytes after the header",
      needed: "\(count * header.type.size), as shape \(header.shape) says",
      advice: count * header.type.size > reader.remaining
        ? "the file is cut short: fetch it again" : nil)
  }
  let storage = try header.type.decode(
    bytes, at: reader.offset, count: count, bigEndian: header.bigEndian, path: path)
  guard header.columnMajor else { return NumericArray(shape: header.shape, storage: storage) }
  return NumericArray(shape: header.shape, storage: rowMajor(storage, shape: header.shape))
}

/// The array as a .npy file of version 1, its numbers at a multiple of 64 bytes.
func encode(npy array: NumericArray) -> [UInt8] {
  let (type, numbers) =
    switch array.storage {
    case .float(let values): ("<f4", littleEndianBytes(values))
    case .integer(let values): ("<i8", littleEndianBytes(values))
    case .byte(let values): ("|u1", values)
    }
  // Python writes a tuple of one as (3,).
  let shape = array.shape.map { "\($0)," }.joined(separator: " ")
  var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }"
  let padding = 63 - (10 + header.utf8.count) % 64
  header += String(repeating: " ", count: padding) + "\n"
  let length = UInt16(truncatingIfNeeded: header.utf8.count)
  return [0x93] + Array("NUMPY".utf8) + [1, 0] + littleEndianBytes([length])
    + Array(header.utf8) + numbers
}

/// Numbers whose first index runs fastest, rearranged so that the last one does.
private func rowMajor(_ storage: NumericArray.Storage, shape: [Int]) -> NumericArray.Storage {
  func rearranged<Number>(_ values: [Number]) -> [Number] {
    var (index, position) = ([Int](repeating: 0, count: shape.count), 0)
    let strides = shape.indices.map { shape[..<$0].reduce(1, *) }
    var result: [Number] = []
    result.reserveCapacity(values.count)
    while result.count < values.count {
      result.append(values[position])
      // Count on: the last index first, with a carry to the one before.
      for axis in shape.indices.reversed() {
        index[axis] += 1
        position += strides[axis]
        if index[axis] < shape[axis] { break }
        position -= strides[axis] * shape[axis]
        index[axis] = 0
      }
    }
    return result
  }
  return switch storage {
  case .float(let values): .float(rearranged(values))
  case .integer(let values): .integer(rearranged(values))
  case .byte(let values): .byte(rearranged(values))
  }
}
