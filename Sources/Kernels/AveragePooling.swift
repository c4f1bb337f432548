// Average pooling and its transposed map.

import CKernels

/// y = the mean of every window, in which the border counts as zeros.
package func averagePool(_ x: FloatBuffer, into y: FloatBuffer, _ g: PoolingGeometry) {
  precondition(x.count == g.inputCount && y.count == g.outputCount)
  let share = 1 / Float(g.kernel * g.kernel)
  let sweep = WindowSweep(g)
  g.forEachPlane { plane in
    // SAFETY: the sweep stays inside of the plane, and planes are disjoint.
    let image = x.pointer + plane * g.inputArea
    let length = g.outWidth * g.depth
    for row in 0..<g.outHeight {
      let sums = y.pointer + plane * g.outputArea + row * length
      sums.update(repeating: 0, count: length)
      sweep.forEachPlace(inRow: row) { columns, origin in
        sum_runs(
          image + origin * g.depth, g.stride, 1, sums, 1, columns.lowerBound, columns.upperBound,
          g.depth)
      }
      for index in 0..<length { sums[index] *= share }
    }
  }
}

/// dx = each output's gradient shared evenly by its window; overwrites dx. If `epilogue` is not done
/// afterwards, nobody has visited dx.
package func averagePoolGradient(
  _ dy: FloatBuffer, into dx: FloatBuffer, _ g: PoolingGeometry, then epilogue: Epilogue? = nil
) {
  precondition(dx.count == g.inputCount && dy.count == g.outputCount)
  let share = 1 / Float(g.kernel * g.kernel)
  let sweep = WindowSweep(g)
  g.forEachPlane { plane in
    // SAFETY: the sweep stays inside of the plane, and planes are disjoint.
    let image = dx.pointer + plane * g.inputArea
    if !g.isTiling { image.update(repeating: 0, count: g.inputArea) }
    for row in 0..<g.outHeight {
      let gradients = dy.pointer + plane * g.outputArea + row * g.outWidth * g.depth
      sweep.forEachPlace(inRow: row) { columns, origin in
        let add = g.isTiling ? copy_runs : sum_runs
        add(
          gradients, 1, share, image + origin * g.depth, g.stride, columns.lowerBound,
          columns.upperBound, g.depth)
      }
    }
    g.visit(plane, image, then: epilogue)
  }
}
