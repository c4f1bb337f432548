// The maximum of every window, who it was, and the two derivatives.

import CKernels

/// y = the maximum of every window; winners [like y] = its index inside of its plane's numbers.
///
/// The first of equal maxima wins, and a NaN wins over everything, as in PyTorch.
package func maximumPool(
  _ x: FloatBuffer, into y: FloatBuffer, winners: IndexBuffer, _ g: PoolingGeometry
) {
  precondition(x.count == g.inputCount && y.count == g.outputCount && winners.count == y.count)
  let sweep = WindowSweep(g)
  g.forEachPlane { plane in
    // SAFETY: the sweep stays inside of the plane, and planes are disjoint.
    let image = x.pointer + plane * g.inputArea
    let length = g.outWidth * g.depth
    for row in 0..<g.outHeight {
      let start = plane * g.outputArea + row * length
      let (best, winner) = (y.pointer + start, winners.pointer + start)
      best.update(repeating: -.infinity, count: length)
      winner.update(repeating: -1, count: length)
      sweep.forEachPlace(inRow: row) { columns, origin in
        if g.depth == 1 {
          guard let first = columns.first else { return }
          let index = origin + first * g.stride
          challenge(image + index, g.stride, index, best + first, winner + first, columns.count)
        } else {
          for column in columns {
            let (index, target) = ((origin + column * g.stride) * g.depth, column * g.depth)
            challenge(image + index, 1, index, best + target, winner + target, g.depth)
          }
        }
      }
    }
  }
}

/// dy = dx at the winners: the derivative of `maximumPool` along dx.
package func maximumPoolGather(
  _ dx: FloatBuffer, winners: IndexBuffer, into dy: FloatBuffer, _ g: PoolingGeometry
) {
  precondition(dx.count == g.inputCount && dy.count == g.outputCount && winners.count == dy.count)
  let area = g.outputArea
  g.forEachPlane { plane in
    let image = dx.pointer + plane * g.inputArea
    for k in plane * area..<(plane + 1) * area { dy.pointer[k] = image[g.place(winners, k)] }
  }
}

/// dx = dy at the winners, added where windows share one, and zero elsewhere; overwrites dx. If
/// `epilogue` is not done afterwards, nobody has visited dx.
package func maximumPoolScatter(
  _ dy: FloatBuffer, winners: IndexBuffer, into dx: FloatBuffer, _ g: PoolingGeometry,
  then epilogue: Epilogue? = nil
) {
  precondition(dx.count == g.inputCount && dy.count == g.outputCount && winners.count == dy.count)
  let area = g.outputArea
  g.forEachPlane { plane in
    let image = dx.pointer + plane * g.inputArea
    image.update(repeating: 0, count: g.inputArea)
    for k in plane * area..<(plane + 1) * area { image[g.place(winners, k)] += dy.pointer[k] }
    g.visit(plane, image, then: epilogue)
  }
}

extension PoolingGeometry {
  /// The winner of an output, checked to be inside of the plane.
  fileprivate func place(_ winners: IndexBuffer, _ output: Int) -> Int {
    let index = Int(winners.pointer[output])
    precondition(index >= 0 && index < inputArea, "winner \(index) is outside of its plane")
    return index
  }
}
