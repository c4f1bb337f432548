// Numbers that lie in memory, or that are made when they are wanted.

import Synchronization

/// A run of numbers to read from, whole or in part.
package protocol Numbers: AnyObject, Sendable {
  var count: Int { get }
  /// All of them, in memory.
  var whole: FloatBuffer { get }
  /// Those of `range`: where they lie, or made in `scratch`, which is replaced where it is too small.
  func part(_ range: Range<Int>, scratch: inout FloatBuffer?) -> UnsafePointer<Float>
}

extension FloatBuffer: Numbers {
  package var whole: FloatBuffer { self }

  package func part(
    _ range: Range<Int>, scratch: inout FloatBuffer?
  ) -> UnsafePointer<Float> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return UnsafePointer(pointer + range.lowerBound)
  }
}

/// Numbers that follow from others by a cheap rule. Who goes through them once, a few examples at a
/// time, has them made in the core's own cache; only who wants all of them together has them written
/// to memory, where they then stay.
package final class DeferredNumbers: Numbers {
  package let count: Int
  private let row: Int
  private let make: @Sendable (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  private let made = Mutex<FloatBuffer?>(nil)

  /// - Parameters:
  ///   - row: ranges begin and end at multiples of it.
  ///   - make: writes the numbers of a range; it may be called for any, any number of times.
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

  package func part(
    _ range: Range<Int>, scratch: inout FloatBuffer?
  ) -> UnsafePointer<Float> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    precondition(range.lowerBound % row == 0 && range.count % row == 0)
    if let all = made.withLock({ $0 }) { return UnsafePointer(all.pointer + range.lowerBound) }
    let target =
      scratch.flatMap { $0.count >= range.count ? $0 : nil } ?? FloatBuffer(count: range.count)
    scratch = target
    make(range, target.pointer)
    return UnsafePointer(target.pointer)
  }
}
