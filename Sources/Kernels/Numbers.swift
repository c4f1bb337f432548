// Numbers that lie in memory, or that are made when they are wanted.

import Synchronization

/// A run of numbers to read from, whole or in part.
package protocol Numbers: AnyObject, Sendable {
  var count: Int { get }
  /// All of them, in memory.
  var whole: FloatBuffer { get }
  /// Ranges begin and end at multiples of it.
  var row: Int { get }
  /// Writes those of `range`.
  func write(_ range: Range<Int>, to target: UnsafeMutablePointer<Float>)
  /// Lends those of `range`: where they lie, or made in `scratch`, which is replaced where it is too
  /// small.
  func withPart(
    _ range: Range<Int>, scratch: inout FloatBuffer?, _ body: (UnsafePointer<Float>) -> Void)
}

extension FloatBuffer: Numbers {
  package var whole: FloatBuffer { self }
  package var row: Int { 1 }

  package func write(_ range: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    target.update(from: pointer + range.lowerBound, count: range.count)
  }

  package func withPart(
    _ range: Range<Int>, scratch: inout FloatBuffer?, _ body: (UnsafePointer<Float>) -> Void
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    withExtendedLifetime(self) { body(UnsafePointer(pointer + range.lowerBound)) }
  }
}

/// Numbers that follow from others by a cheap rule. Who goes through them once, a few examples at a
/// time, has them made in the core's own cache; only who wants all of them together has them written
/// to memory, where they then stay.
package final class DeferredNumbers: Numbers {
  package let count: Int
  package let row: Int
  private let make: @Sendable (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  private let made = Mutex<FloatBuffer?>(nil)

  /// - Parameter make: writes the numbers of a range; it may be called for any, any number of times.
  package init(
    count: Int, row: Int,
    make: @escaping @Sendable (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) {
    precondition(row > 0 && count % row == 0)
    (self.count, self.row, self.make) = (count, row, make)
  }

  package var whole: FloatBuffer {
    made.withLock { made in
      let buffer = made ?? copy()
      made = buffer
      return buffer
    }
  }

  /// All of them, in memory of the caller's own.
  package func copy() -> FloatBuffer {
    let buffer = FloatBuffer(count: count)
    Threads.forEachRange(of: count / row, grain: max(1, (1 << 15) / row)) { rows in
      let range = rows.lowerBound * row..<rows.upperBound * row
      make(range, buffer.pointer + range.lowerBound)
    }
    return buffer
  }

  package func write(_ range: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    precondition(range.lowerBound % row == 0 && range.count % row == 0)
    if let made = made.withLock({ $0 }) { return made.write(range, to: target) }
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    make(range, target)
  }

  package func withPart(
    _ range: Range<Int>, scratch: inout FloatBuffer?, _ body: (UnsafePointer<Float>) -> Void
  ) {
    if let made = made.withLock({ $0 }) {
      return made.withPart(range, scratch: &scratch, body)
    }
    let target =
      scratch.flatMap { $0.count >= range.count ? $0 : nil } ?? FloatBuffer(count: range.count)
    scratch = target
    write(range, to: target.pointer)
    target.withPart(0..<range.count, scratch: &scratch, body)
  }
}
