// The types of numbers that files hold, and how their bytes become ours.

/// A type of number in a file, in memory order of the file.
enum ElementType: Sendable, Equatable {
  case float16, bfloat16, float32, float64
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64

  /// Bytes a number.
  var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// The `count` numbers that begin at byte `start`; the caller has checked that they are there.
  func decode(
    _ bytes: [UInt8], at start: Int, count: Int, bigEndian: Bool, path: String
  ) throws(DataMistake) -> NumericArray.Storage {
    func words<Word: FixedWidthInteger & BitwiseCopyable, Number>(
      _ type: Word.Type, _ make: (Word) -> Number
    ) -> [Number] {
      var result: [Number] = []
      result.reserveCapacity(count)
      let memory = unsafe bytes.span.bytes
      for index in 0..<count {
        // SAFETY: RawSpan checks the bounds, and every pattern of bits is a whole number.
        let word = unsafe memory.unsafeLoadUnaligned(
          fromByteOffset: start + index * (Word.bitWidth / 8), as: Word.self)
        result.append(make(bigEndian ? Word(bigEndian: word) : Word(littleEndian: word)))
      }
      return result
    }
    switch self {
    case .float16: return .float(words(UInt16.self) { Float(Float16(bitPattern: $0)) })
    case .bfloat16: return .float(words(UInt16.self) { Float(bitPattern: UInt32($0) << 16) })
    case .float32: return .float(words(UInt32.self) { Float(bitPattern: $0) })
    case .float64: return .float(words(UInt64.self) { Float(Double(bitPattern: $0)) })
    case .int8: return .integer(words(Int8.self) { Int64($0) })
    case .int16: return .integer(words(Int16.self) { Int64($0) })
    case .int32: return .integer(words(Int32.self) { Int64($0) })
    case .int64: return .integer(words(Int64.self) { $0 })
    case .uint8: return .byte(Array(bytes[start..<start + count]))
    case .uint16: return .integer(words(UInt16.self) { Int64($0) })
    case .uint32: return .integer(words(UInt32.self) { Int64($0) })
    case .uint64:
      let values = words(UInt64.self) { $0 }
      if let index = values.firstIndex(where: { $0 > UInt64(Int64.max) }) {
        throw DataMistake(
          path: path, offset: start + index * 8, found: "\(values[index])",
          needed: "whole numbers up to 2^63 - 1")
      }
      return .integer(values.map { Int64($0) })
    }
  }
}

/// The bytes of trivial numbers, least significant first.
func littleEndianBytes<Number: BitwiseCopyable>(_ values: [Number]) -> [UInt8] {
  // SAFETY: the memory of an array of trivial values is initialized and only read; every machine
  // that Swift runs on today stores the least significant byte first.
  unsafe values.withUnsafeBytes { unsafe Array($0) }
}
