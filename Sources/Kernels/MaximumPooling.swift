// The maximum of every window, who it was, and the two derivatives.

/// y = the maximum of every window; winners [like y] = its index inside of its plane.
///
/// The first of equal maxima wins, and a NaN wins over everything, as in PyTorch.
package func maximumPool(
  _ x: FloatBuffer, into y: FloatBuffer, winners: IndexBuffer, _ g: PoolingGeometry
) {
  precondition(x.count == g.inputCount && y.count == g.outputCount && winners.count == y.count)
  let (outHeight, outWidth) = (g.outHeight, g.outWidth)
  g.forEachPlane { plane in
    let image = x.pointer + plane * g.height * g.width
    var target = plane * outHeight * outWidth
    for row in 0..<outHeight {
      let rows = g.window(at: row, in: g.height)
      for column in 0..<outWidth {
        let columns = g.window(at: column, in: g.width)
        var winner = rows.lowerBound * g.width + columns.lowerBound
        var best = image[winner]
        for h in rows {
          for index in h * g.width + columns.lowerBound..<h * g.width + columns.upperBound {
            // Larger or the first NaN. Selected, not branched to: who wins cannot be predicted.
            let wins = !(image[index] <= best) && !best.isNaN
            best = wins ? image[index] : best
            winner = wins ? index : winner
          }
        }
        y.pointer[target] = best
        winners.pointer[target] = Int32(winner)
        target += 1
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
