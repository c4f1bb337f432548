// Average pooling and its transposed map.

/// y = the mean of every window, in which the border counts as zeros.
package func averagePool(_ x: FloatBuffer, into y: FloatBuffer, _ g: PoolingGeometry) {
  g.check(input: x.count, outputs: y.count)
  let share = 1 / Float(g.kernel * g.kernel)
  g.forEachPlane { plane in
    // SAFETY: windows are clipped to the plane, and planes are disjoint.
    let (source, target) = (x.pointer + plane * g.area, y.pointer + plane * g.outArea)
    g.forEachWindow { rows, columns, position in
      var sum: Float = 0
      for row in rows {
        for column in columns { sum += source[row * g.width + column] }
      }
      target[position] = sum * share
    }
  }
}

/// dx = every dy spread evenly over its window; overwrites dx.
package func averagePoolGradient(_ dy: FloatBuffer, into dx: FloatBuffer, _ g: PoolingGeometry) {
  g.check(input: dx.count, outputs: dy.count)
  let share = 1 / Float(g.kernel * g.kernel)
  g.forEachPlane { plane in
    // SAFETY: windows are clipped to the plane, and planes are disjoint.
    let (source, target) = (dy.pointer + plane * g.outArea, dx.pointer + plane * g.area)
    target.update(repeating: 0, count: g.area)
    g.forEachWindow { rows, columns, position in
      let value = source[position] * share
      for row in rows {
        for column in columns { target[row * g.width + column] += value }
      }
    }
  }
}

extension PoolingGeometry {
  /// Refuses buffers of other sizes: one of planes, the others of what pooling makes of them.
  func check(input: Int, outputs: Int...) {
    precondition(input == planes * area && outputs.allSatisfy { $0 == planes * outArea })
  }
}
