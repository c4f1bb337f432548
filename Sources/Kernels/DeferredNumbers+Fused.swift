// Cheap rules by which rows of channels follow from others.

import CKernels

extension DeferredNumbers {
  /// φ(map(x)) for x [rows, columns].
  package convenience init(
    _ rectification: Rectification, of map: ChannelAffine, of x: FloatBuffer
  ) {
    let columns = map.channels
    self.init(count: x.count, row: columns) { range, target in
      normalize_and_rectify(
        x.pointer + range.lowerBound, map.center, map.scale, map.shift, nil, rectification.slope,
        target, range.count / columns, columns)
    }
  }

  /// factor · x, for rows of `columns` numbers.
  package convenience init(_ factor: Float, times x: FloatBuffer, columns: Int) {
    self.init(count: x.count, row: columns) { range, target in
      multiply_all(factor, x.pointer + range.lowerBound, target, range.count)
    }
  }

  /// φ′ · dy, given y = φ(x), for rows of `columns` numbers.
  package convenience init(
    gating dy: any Numbers, _ rectification: Rectification, at y: FloatBuffer, columns: Int
  ) {
    precondition(dy.count == y.count)
    let stored = dy as? FloatBuffer
    self.init(count: dy.count, row: columns) { range, target in
      let start = range.lowerBound
      if stored == nil { dy.write(range, to: target) }
      let source = stored.map { UnsafePointer($0.pointer + start) } ?? UnsafePointer(target)
      CKernels.gate(source, y.pointer + start, rectification.slope, target, range.count)
    }
  }

  /// map(x, z) for x and z [rows, columns].
  package convenience init(_ map: ChannelCombination, of x: FloatBuffer, _ z: FloatBuffer) {
    let columns = map.channels
    precondition(x.count == z.count)
    self.init(count: x.count, row: columns) { range, target in
      let start = range.lowerBound
      channel_combine(
        x.pointer + start, z.pointer + start, map.a, map.b, map.center, map.shift, target,
        range.count / columns, columns, 1)
    }
  }
}
