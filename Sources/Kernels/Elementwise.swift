// Functions of every element, and multiples added.

/// Elements that are worth a thread of their own.
@usableFromInline let elementGrain = 1 << 15

/// y = f(x), element by element; x and y may be the same buffer.
@inlinable package func transform(
  _ x: FloatBuffer, into y: FloatBuffer, _ f: (Float) -> Float
) {
  precondition(x.count == y.count)
  // SAFETY: every index lies below the common count, and ranges are disjoint.
  let (source, target) = (UnsafePointer(x.pointer), y.pointer)
  Threads.forEachRange(of: y.count, grain: elementGrain) { range in
    for index in range { target[index] = f(source[index]) }
  }
}

/// y = f(x, z), element by element; y may be one of the others.
@inlinable package func combine(
  _ x: FloatBuffer, _ z: FloatBuffer, into y: FloatBuffer, _ f: (Float, Float) -> Float
) {
  precondition(x.count == y.count && z.count == y.count)
  // SAFETY: every index lies below the common count, and ranges are disjoint.
  let (left, right, target) = (UnsafePointer(x.pointer), UnsafePointer(z.pointer), y.pointer)
  Threads.forEachRange(of: y.count, grain: elementGrain) { range in
    for index in range { target[index] = f(left[index], right[index]) }
  }
}

/// y += a · x
package func axpy(_ a: Float, _ x: FloatBuffer, into y: FloatBuffer) {
  combine(y, x, into: y) { $0 + a * $1 }
}
