// Functions of every element, and multiples added.

/// y = f(x), element by element; x and y may be the same buffer.
@inlinable @inline(__always) package func transform(
  _ x: FloatBuffer, into y: FloatBuffer, _ f: (Float) -> Float
) {
  precondition(x.count == y.count)
  // SAFETY: every index lies below the common count, and ranges are disjoint.
  let (source, target) = (UnsafePointer(x.pointer), y.pointer)
  let sample = Sample(of: y.count)
  for index in 0..<sample.count { target[index] = f(source[index]) }
  if sample.wasCheap() {
    for index in sample.count..<y.count { target[index] = f(source[index]) }
  } else {
    Threads.forEachRange(in: sample.count..<y.count) { range in
      for index in range { target[index] = f(source[index]) }
    }
  }
}

/// y = f(x, z), element by element; y may be one of the others.
@inlinable @inline(__always) package func combine(
  _ x: FloatBuffer, _ z: FloatBuffer, into y: FloatBuffer, _ f: (Float, Float) -> Float
) {
  precondition(x.count == y.count && z.count == y.count)
  // SAFETY: every index lies below the common count, and ranges are disjoint.
  let (left, right, target) = (UnsafePointer(x.pointer), UnsafePointer(z.pointer), y.pointer)
  let sample = Sample(of: y.count)
  for index in 0..<sample.count { target[index] = f(left[index], right[index]) }
  if sample.wasCheap() {
    for index in sample.count..<y.count { target[index] = f(left[index], right[index]) }
  } else {
    Threads.forEachRange(in: sample.count..<y.count) { range in
      for index in range { target[index] = f(left[index], right[index]) }
    }
  }
}

/// y += a · x
package func axpy(_ a: Float, _ x: FloatBuffer, into y: FloatBuffer) {
  precondition(x.count == y.count)
  // SAFETY: every index lies below the common count, and ranges are disjoint.
  let (source, target) = (UnsafePointer(x.pointer), y.pointer)
  Threads.forEachRange(in: 0..<y.count) { range in
    for index in range { target[index] += a * source[index] }
  }
}

/// The first elements, on which a function shows whether it is worth more than one thread.
///
/// A cheap function becomes part of a loop over vectors, as fast as memory, but only on the thread
/// that asked: other threads have to call it for every element. So a dear function is spread over
/// threads and a cheap one is not. Which it is changes no result, only how fast it comes.
@usableFromInline struct Sample {
  @usableFromInline let count: Int
  private let start: ContinuousClock.Instant?

  /// More time than this for a piece of the usual size, and the function is dear.
  private static let cheap = Duration.microseconds(60)

  @usableFromInline init(of all: Int) {
    count = min(all, Threads.grain)
    start = all > Threads.grain ? .now : nil
  }

  @usableFromInline func wasCheap() -> Bool {
    start.map { ContinuousClock.now - $0 < Self.cheap } ?? true
  }
}
