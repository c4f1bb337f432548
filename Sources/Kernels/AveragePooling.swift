// The average of every window, and its gradient.

/// y = the sum of every window over kernel², zeros of the padding included, as in PyTorch.
package func averagePool(_ x: FloatBuffer, into y: FloatBuffer, _ g: PoolingGeometry) {
  precondition(x.count == g.inputCount && y.count == g.outputCount)
  let share = 1 / Float(g.kernel * g.kernel)
  forEachWindow(g) { plane, output, rows, columns in
    let image = x.pointer + plane * g.height * g.width
    var sum: Float = 0
    for h in rows {
      for v in columns { sum += image[h * g.width + v] }
    }
    y.pointer[output] = sum * share
  }
}

/// dx = each output's gradient shared evenly by its window; overwrites dx.
package func averagePoolGradient(_ dy: FloatBuffer, into dx: FloatBuffer, _ g: PoolingGeometry) {
  precondition(dx.count == g.inputCount && dy.count == g.outputCount)
  dx.pointer.update(repeating: 0, count: dx.count)
  let share = 1 / Float(g.kernel * g.kernel)
  forEachWindow(g) { plane, output, rows, columns in
    let image = dx.pointer + plane * g.height * g.width
    let value = dy.pointer[output] * share
    for h in rows {
      for v in columns { image[h * g.width + v] += value }
    }
  }
}

/// Visits every window: its plane, its output's index, and its rows and columns inside of the plane.
private func forEachWindow(
  _ g: PoolingGeometry,
  _ body: (_ plane: Int, _ output: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> Void
) {
  let (outHeight, outWidth) = (g.outHeight, g.outWidth)
  g.forEachPlane { plane in
    for row in 0..<outHeight {
      let rows = g.window(at: row, in: g.height)
      for column in 0..<outWidth {
        body(
          plane, (plane * outHeight + row) * outWidth + column, rows,
          g.window(at: column, in: g.width))
      }
    }
  }
}
