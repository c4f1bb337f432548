// Functions with slopes, applied to every number in loops of vectors.

/// A function φ of one number, y = φ(x). Being a type, unlike a closure, it is compiled into the
/// loops that apply it, on every thread.
@usableFromInline package protocol Curve {
  /// What of φ is made of exponentials, t(x); nil if nothing is.
  var inner: Transcendental? { get }
  /// φ(x), given x and t(x)
  func value(_ x: Float, _ t: Float) -> Float

  /// What of φ′ is made of exponentials and not to be had from y, t(x); nil if nothing is.
  var slopeInner: Transcendental? { get }
  /// φ′(x), given x, y = φ(x) and t(x)
  func slope(_ x: Float, _ y: Float, _ t: Float) -> Float
}

/// y = φ(x) number by number; y is not x.
@inlinable package func apply(_ curve: some Curve, to x: FloatBuffer, into y: FloatBuffer) {
  precondition(x.count == y.count && x !== y)
  let (source, target) = (x.pointer, y.pointer)
  forEachStrip(of: x.count) { strip in
    // SAFETY: the strips are disjoint parts of 0 ..< count.
    curve.inner?.apply(to: source, into: target, strip)
    for i in strip { target[i] = curve.value(source[i], target[i]) }
  }
}

/// dy = φ′(x) · dx number by number, given y = φ(x): also the transposed map. dy is none of the others.
@inlinable package func applySlope(
  of curve: some Curve, at x: FloatBuffer, _ y: FloatBuffer, to dx: FloatBuffer,
  into dy: FloatBuffer
) {
  precondition(x.count == y.count && dx.count == y.count && dy.count == y.count)
  precondition(dy !== x && dy !== y && dy !== dx)
  let (points, values, source, target) = (x.pointer, y.pointer, dx.pointer, dy.pointer)
  forEachStrip(of: x.count) { strip in
    // SAFETY: the strips are disjoint parts of 0 ..< count.
    curve.slopeInner?.apply(to: points, into: target, strip)
    for i in strip { target[i] = curve.slope(points[i], values[i], target[i]) * source[i] }
  }
}

/// Visits 0 ..< count on several threads, in strips that stay in a processor's nearest memory.
@inlinable @inline(__always)
func forEachStrip(of count: Int, _ body: (Range<Int>) -> Void) {
  let size = 1 << 10
  Threads.forEachRange(of: count) { range in
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + size, range.upperBound)
      body(start..<end)
      start = end
    }
  }
}
