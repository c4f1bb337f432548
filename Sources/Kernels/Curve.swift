// Functions with slopes, applied to every number in loops of vectors.

/// A function φ of one number. Being a type, unlike a closure, it is compiled into the loops that
/// apply it, on every thread.
@usableFromInline package protocol Curve {
  /// φ(x)
  func value(_ x: Float) -> Float
  /// φ′(x), given x and y = φ(x)
  func slope(_ x: Float, _ y: Float) -> Float
}

/// y = φ(x) number by number.
@inlinable package func apply(_ curve: some Curve, to x: FloatBuffer, into y: FloatBuffer) {
  precondition(x.count == y.count)
  let (source, target) = (x.pointer, y.pointer)
  Threads.forEachRange(of: x.count) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count.
    for i in range { target[i] = curve.value(source[i]) }
  }
}

/// dy = φ′(x) · dx number by number, given y = φ(x): also the transposed map.
@inlinable package func applySlope(
  of curve: some Curve, at x: FloatBuffer, _ y: FloatBuffer, to dx: FloatBuffer,
  into dy: FloatBuffer
) {
  precondition(x.count == y.count && dx.count == y.count && dy.count == y.count)
  let (points, values, source, target) = (x.pointer, y.pointer, dx.pointer, dy.pointer)
  Threads.forEachRange(of: x.count) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count.
    for i in range { target[i] = curve.slope(points[i], values[i]) * source[i] }
  }
}
