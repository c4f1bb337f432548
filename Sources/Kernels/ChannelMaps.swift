// Maps of x [examples, channels, inner] whose coefficients belong to the channels.

import CKernels

/// scale · (x − center) + shift, with one of each a channel.
///
/// With the center near the numbers themselves Float32 suffices: their difference is rounded to a
/// digit of its own, however far from 0 they lie.
package struct ChannelAffine: Sendable {
  let center, scale, shift: [Float]

  package init(center: [Double], scale: [Double], shift: [Double]) {
    precondition(center.count == scale.count && shift.count == scale.count)
    self.center = center.map { Float($0) }
    self.scale = scale.map { Float($0) }
    self.shift = offset(by: center, times: scale, and: shift)
  }

  /// scale · x + shift
  package init(scale: [Double], shift: [Double]) {
    self.init(center: Array(repeating: 0, count: scale.count), scale: scale, shift: shift)
  }

  package var channels: Int { scale.count }
}

/// a · x + b · (z − center) + shift, with one of each a channel.
package struct ChannelCombination: Sendable {
  let a, b, center, shift: [Float]

  package init(a: [Double], b: [Double], center: [Double], shift: [Double]) {
    precondition(a.count == b.count && center.count == a.count && shift.count == a.count)
    self.a = a.map { Float($0) }
    self.b = b.map { Float($0) }
    self.center = center.map { Float($0) }
    self.shift = offset(by: center, times: b, and: shift)
  }

  package var channels: Int { a.count }
}

/// The shift, with what the center has lost by rounding.
private func offset(by center: [Double], times scale: [Double], and shift: [Double]) -> [Float] {
  center.indices.map { channel in
    let lost = center[channel] - Double(Float(center[channel]))
    return Float(lost == 0 ? shift[channel] : shift[channel] - scale[channel] * lost)
  }
}

/// y = map(x); y is not x.
package func apply(
  _ map: ChannelAffine, to x: FloatBuffer, into y: FloatBuffer, examples: Int, inner: Int
) {
  let channels = map.channels
  precondition(x.count == examples * channels * inner && y.count == x.count && x !== y)
  forExamples(examples, size: channels * inner) { start, count in
    channel_affine(
      x.pointer + start, map.center, map.scale, map.shift, y.pointer + start, count, channels,
      inner)
  }
}

/// y = map(x, z); y may be x.
package func apply(
  _ map: ChannelCombination, to x: FloatBuffer, _ z: FloatBuffer, into y: FloatBuffer,
  examples: Int, inner: Int
) {
  let channels = map.channels
  precondition(x.count == examples * channels * inner && z.count == x.count)
  precondition(y.count == x.count && y !== z)
  forExamples(examples, size: channels * inner) { start, count in
    channel_combine(
      x.pointer + start, z.pointer + start, map.a, map.b, map.center, map.shift,
      y.pointer + start, count, channels, inner)
  }
}

/// y = a[c] · x + b[c] · z + c[c] in Float64, where the terms all but cancel; y is none of the operands.
package func channelCombineExactly(
  _ x: FloatBuffer, _ z: FloatBuffer, a: [Double], b: [Double], c: [Double], into y: FloatBuffer,
  examples: Int, channels: Int, inner: Int
) {
  precondition(x.count == examples * channels * inner && z.count == x.count && y.count == x.count)
  precondition(a.count == channels && b.count == channels && c.count == channels)
  precondition(x !== y && z !== y)
  forExamples(examples, size: channels * inner) { start, count in
    channel_combine_exactly(
      x.pointer + start, z.pointer + start, a, b, c, y.pointer + start, count, channels, inner)
  }
}

/// Visits examples in ranges worth a thread: the first's index, and how many they are.
private func forExamples(_ examples: Int, size: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
  Threads.forEachRange(of: examples, grain: max(1, (1 << 15) / max(1, size))) { examples in
    body(examples.lowerBound * size, examples.count)
  }
}
