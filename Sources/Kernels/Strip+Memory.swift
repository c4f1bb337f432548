// Strips from memory and back, the last one perhaps in part.

extension Strip {
  /// The numbers in `range`, at most a strip of them, and zeros behind them.
  @inlinable @inline(__always) init(_ numbers: UnsafePointer<Float>, _ range: Range<Int>) {
    // SAFETY: the caller's range lies within its memory; a strip is 64 numbers without gaps.
    let source = UnsafeRawPointer(numbers + range.lowerBound)
    if range.count == Strip.count {
      self = source.loadUnaligned(as: Strip.self)
    } else {
      self.init(0)
      withUnsafeMutableBytes(of: &self) {
        $0.copyMemory(from: UnsafeRawBufferPointer(start: source, count: 4 * range.count))
      }
    }
  }

  /// Writes as many numbers as `range` has.
  @inlinable @inline(__always) func write(
    to numbers: UnsafeMutablePointer<Float>, _ range: Range<Int>
  ) {
    // SAFETY: as above.
    let target = UnsafeMutableRawPointer(numbers + range.lowerBound)
    if range.count == Strip.count {
      target.storeBytes(of: self, as: Strip.self)
    } else {
      withUnsafeBytes(of: self) {
        target.copyMemory(from: $0.baseAddress!, byteCount: 4 * range.count)
      }
    }
  }

  /// Visits 0 ..< count a strip at a time, on several threads.
  @inlinable @inline(__always) static func forEach(of count: Int, _ body: (Range<Int>) -> Void) {
    Threads.forEachRange(of: count) { range in
      let end = range.lowerBound + range.count / Strip.count * Strip.count
      var start = range.lowerBound
      while start < end {
        body(start..<start &+ Strip.count)
        start &+= Strip.count
      }
      if end < range.upperBound { body(end..<range.upperBound) }
    }
  }
}
