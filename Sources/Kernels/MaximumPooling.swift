// Maximum pooling, its winners, and its derivatives through them.

/// Which element of its plane won each window.
package final class IndexBuffer: @unchecked Sendable {
  package let count: Int
  fileprivate let pointer: UnsafeMutablePointer<Int32>

  package init(count: Int) {
    self.count = count
    pointer = .allocate(capacity: count)
    pointer.initialize(repeating: 0, count: count)
  }

  deinit { pointer.deallocate() }

  /// All positions within their planes, row by row, copied.
  package var values: [Int32] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}

/// y = the largest number of every window; the first of equal ones wins, and a NaN over everything.
package func maximumPool(
  _ x: FloatBuffer, into y: FloatBuffer, winners: IndexBuffer, _ g: PoolingGeometry
) {
  g.check(input: x.count, outputs: y.count, winners.count)
  g.forEachPlane { plane in
    // SAFETY: windows are clipped to the plane, and planes are disjoint.
    let source = x.pointer + plane * g.area
    let target = y.pointer + plane * g.outArea
    let won = winners.pointer + plane * g.outArea
    g.forEachWindow { rows, columns, position in
      var winner = rows.lowerBound * g.width + columns.lowerBound
      var largest = source[winner]
      for row in rows {
        for index in row * g.width + columns.lowerBound..<row * g.width + columns.upperBound {
          let value = source[index]
          let wins = !(value <= largest) && largest == largest
          winner = wins ? index : winner
          largest = wins ? value : largest
        }
      }
      target[position] = largest
      won[position] = Int32(truncatingIfNeeded: winner)
    }
  }
}

/// y = x at the winners: the derivative of the pooling in the direction x.
package func maximumPoolGather(
  _ x: FloatBuffer, winners: IndexBuffer, into y: FloatBuffer, _ g: PoolingGeometry
) {
  g.check(input: x.count, outputs: y.count, winners.count)
  g.forEachPlane { plane in
    // SAFETY: winners lie within their plane, which `maximumPool` saw to.
    let source = x.pointer + plane * g.area
    for position in plane * g.outArea..<(plane + 1) * g.outArea {
      y.pointer[position] = source[Int(winners.pointer[position])]
    }
  }
}

/// dx = Σ dy over the windows that x won; overwrites dx.
package func maximumPoolScatter(
  _ dy: FloatBuffer, winners: IndexBuffer, into dx: FloatBuffer, _ g: PoolingGeometry
) {
  g.check(input: dx.count, outputs: dy.count, winners.count)
  g.forEachPlane { plane in
    // SAFETY: winners lie within their plane, which `maximumPool` saw to.
    let target = dx.pointer + plane * g.area
    target.update(repeating: 0, count: g.area)
    for position in plane * g.outArea..<(plane + 1) * g.outArea {
      target[Int(winners.pointer[position])] += dy.pointer[position]
    }
  }
}
