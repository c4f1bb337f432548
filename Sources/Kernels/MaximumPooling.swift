// The maximum of every window, who it was, and the two derivatives.

import CKernels

/// y = the maximum of every window; winners [like y] = its index inside of its plane.
///
/// The first of equal maxima wins, and a NaN wins over everything, as in PyTorch.
package func maximumPool(
  _ x: FloatBuffer, into y: FloatBuffer, winners: IndexBuffer, _ g: PoolingGeometry
) {
  precondition(x.count == g.inputCount && y.count == g.outputCount && winners.count == y.count)
  let (outHeight, outWidth, stride) = (g.outHeight, g.outWidth, g.stride)
  let sweep = WindowSweep(g)
  g.forEachPlane { plane in
    // SAFETY: the sweep stays inside of the plane, and planes are disjoint.
    let image = x.pointer + plane * g.height * g.width
    for row in 0..<outHeight {
      let start = (plane * outHeight + row) * outWidth
      let (best, winner) = (y.pointer + start, winners.pointer + start)
      best.update(repeating: -.infinity, count: outWidth)
      winner.update(repeating: -1, count: outWidth)
      sweep.forEachPlace(inRow: row) { columns, origin in
        let (first, count) = (columns.lowerBound, columns.count)
        let index = origin + first * stride
        guard count > 0 else { return }
        challenge(image + index, stride, index, best + first, winner + first, count)
      }
    }
  }
}

/// dy = dx at the winners: the derivative of `maximumPool` along dx.
package func maximumPoolGather(
  _ dx: FloatBuffer, winners: IndexBuffer, into dy: FloatBuffer, _ g: PoolingGeometry
) {
  precondition(dx.count == g.inputCount && dy.count == g.outputCount && winners.count == dy.count)
  let area = g.outHeight * g.outWidth
  g.forEachPlane { plane in
    let image = dx.pointer + plane * g.height * g.width
    for k in plane * area..<(plane + 1) * area { dy.pointer[k] = image[g.place(winners, k)] }
  }
}

/// dx = dy at the winners, added where windows share one, and zero elsewhere; overwrites dx.
package func maximumPoolScatter(
  _ dy: FloatBuffer, winners: IndexBuffer, into dx: FloatBuffer, _ g: PoolingGeometry
) {
  precondition(dx.count == g.inputCount && dy.count == g.outputCount && winners.count == dy.count)
  let area = g.outHeight * g.outWidth
  g.forEachPlane { plane in
    let image = dx.pointer + plane * g.height * g.width
    image.update(repeating: 0, count: g.height * g.width)
    for k in plane * area..<(plane + 1) * area { image[g.place(winners, k)] += dy.pointer[k] }
  }
}

extension PoolingGeometry {
  /// The winner of an output, checked to be inside of the plane.
  fileprivate func place(_ winners: IndexBuffer, _ output: Int) -> Int {
    let index = Int(winners.pointer[output])
    precondition(index >= 0 && index < height * width, "winner \(index) is outside of its plane")
    return index
  }
}
