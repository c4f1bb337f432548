// Average pooling and its transposed map.

/// y = the mean of every window, in which the border counts as zeros.
package func averagePool(_ x: FloatBuffer, into y: FloatBuffer, _ g: PoolingGeometry) {
  precondition(x.count == g.inputCount && y.count == g.outputCount)
  let (outHeight, outWidth, stride) = (g.outHeight, g.outWidth, g.stride)
  let share = 1 / Float(g.kernel * g.kernel)
  let sweep = WindowSweep(g)
  g.forEachPlane { plane in
    // SAFETY: the sweep stays inside of the plane, and planes are disjoint.
    let image = x.pointer + plane * g.height * g.width
    for row in 0..<outHeight {
      let sums = y.pointer + (plane * outHeight + row) * outWidth
      sums.update(repeating: 0, count: outWidth)
      sweep.forEachPlace(inRow: row) { columns, origin in
        for column in columns { sums[column] += image[origin + column * stride] }
      }
      for column in 0..<outWidth { sums[column] *= share }
    }
  }
}

/// dx = each output's gradient shared evenly by its window; overwrites dx.
package func averagePoolGradient(_ dy: FloatBuffer, into dx: FloatBuffer, _ g: PoolingGeometry) {
  precondition(dx.count == g.inputCount && dy.count == g.outputCount)
  let (outHeight, outWidth, stride) = (g.outHeight, g.outWidth, g.stride)
  let share = 1 / Float(g.kernel * g.kernel)
  let sweep = WindowSweep(g)
  g.forEachPlane { plane in
    // SAFETY: the sweep stays inside of the plane, and planes are disjoint.
    let image = dx.pointer + plane * g.height * g.width
    image.update(repeating: 0, count: g.height * g.width)
    for row in 0..<outHeight {
      let gradients = dy.pointer + (plane * outHeight + row) * outWidth
      sweep.forEachPlace(inRow: row) { columns, origin in
        for column in columns { image[origin + column * stride] += gradients[column] * share }
      }
    }
  }
}
