// Functions with slopes, applied to every number in loops of vectors.

/// A function φ that goes number by number. Being a type, unlike a closure, it is compiled into the
/// loops that apply it, on every thread.
@usableFromInline package protocol Curve {
  /// φ(x)
  func value(_ x: Strip) -> Strip
  /// φ′(x), given x and y = φ(x)
  func slope(_ x: Strip, _ y: Strip) -> Strip
}

/// y = φ(x) number by number.
@inlinable package func apply(_ curve: some Curve, to x: FloatBuffer, into y: FloatBuffer) {
  precondition(x.count == y.count)
  let (source, target) = (x.pointer, y.pointer)
  Strip.forEach(of: x.count) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count.
    curve.value(Strip(source, range)).write(to: target, range)
  }
}

/// dy = φ′(x) · dx number by number, given y = φ(x): also the transposed map.
@inlinable package func applySlope(
  of curve: some Curve, at x: FloatBuffer, _ y: FloatBuffer, to dx: FloatBuffer,
  into dy: FloatBuffer
) {
  precondition(x.count == y.count && dx.count == y.count && dy.count == y.count)
  let (points, values, source, target) = (x.pointer, y.pointer, dx.pointer, dy.pointer)
  Strip.forEach(of: x.count) { range in
    // SAFETY: the ranges are disjoint parts of 0 ..< count.
    let slope = curve.slope(Strip(points, range), Strip(values, range))
    (slope * Strip(source, range)).write(to: target, range)
  }
}
