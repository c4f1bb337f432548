// Pooling against its definition, and its derivatives against each other.

import Kernels
import Testing

@Suite struct PoolingTests {
  /// ⟨a, b⟩ of a few hundred rounded products.
  static let adjointTolerance = 1e-5

  static let geometries: [PoolingGeometry] = {
    var all: [PoolingGeometry] = []
    for (height, width) in [(0, 0), (1, 1), (2, 3), (5, 5), (8, 6), (7, 9)] {
      for (kernel, stride, padding) in [
        (1, 1, 0), (2, 2, 0), (2, 1, 1), (3, 2, 1), (3, 1, 0), (3, 5, 1), (5, 3, 2),
      ] {
        for planes in [0, 1, 6] {
          all.append(
            PoolingGeometry(
              planes: planes, height: height, width: width, kernel: kernel, stride: stride,
              padding: padding))
        }
      }
    }
    return all
  }()

  @Test func `the maximum of a window is its largest number and the winner is where it lies`() {
    for g in Self.geometries {
      let x = pattern(g.inputCount, 1)
      let (y, winners) = (FloatBuffer(count: g.outputCount), IndexBuffer(count: g.outputCount))
      maximumPool(x, into: y, winners: winners, g)
      for (output, window) in windows(g).enumerated() {
        let plane = output / (g.outHeight * g.outWidth) * g.height * g.width
        #expect(y[output] == window.map { x[$0] }.max())
        #expect(window.contains(plane + Int(winners[output])))
        #expect(x[plane + Int(winners[output])] == y[output])
      }
    }
  }

  @Test func `the first of equal maxima wins and a NaN wins over all`() {
    let g = PoolingGeometry(planes: 1, height: 2, width: 6, kernel: 2, stride: 2)
    let x = FloatBuffer([1, 3, .nan, 9, -.infinity, -.infinity, 3, 0, 8, 9, -.infinity, -.infinity])
    let (y, winners) = (FloatBuffer(count: 3), IndexBuffer(count: 3))
    maximumPool(x, into: y, winners: winners, g)
    #expect(winners.values == [1, 2, 4])
    #expect(y[0] == 3 && y[1].isNaN && y[2] == -.infinity)
  }

  @Test func `scattering to the winners is the transposed map of gathering from them`() {
    for g in Self.geometries {
      let winners = IndexBuffer(count: g.outputCount)
      maximumPool(
        pattern(g.inputCount, 1), into: FloatBuffer(count: g.outputCount), winners: winners, g)
      let (dx, dy) = (pattern(g.inputCount, 2), pattern(g.outputCount, 3))
      let gathered = FloatBuffer(repeating: .nan, count: g.outputCount)
      let scattered = FloatBuffer(repeating: .nan, count: g.inputCount)
      maximumPoolGather(dx, winners: winners, into: gathered, g)
      maximumPoolScatter(dy, winners: winners, into: scattered, g)
      #expect(abs(dot(gathered, dy) - dot(dx, scattered)) < Self.adjointTolerance, "\(g)")
    }
  }

  @Test func `the average of a window counts the padding, and its gradient is the transposed map`()
  {
    for g in Self.geometries {
      let (x, dy) = (pattern(g.inputCount, 1), pattern(g.outputCount, 2))
      let y = FloatBuffer(repeating: .nan, count: g.outputCount)
      let dx = FloatBuffer(repeating: .nan, count: g.inputCount)
      averagePool(x, into: y, g)
      averagePoolGradient(dy, into: dx, g)
      let expected = windows(g).map { window in
        Float(window.reduce(0.0) { $0 + Double(x[$1]) } / Double(g.kernel * g.kernel))
      }
      #expect(gap(y, FloatBuffer(expected)) < 1e-6, "\(g)")
      #expect(abs(dot(y, dy) - dot(x, dx)) < Self.adjointTolerance, "\(g)")
    }
  }

  @Test func `with channels last every channel is pooled as if it were alone`() {
    for g in Self.geometries where g.planes > 0 {
      var deep = g
      deep.depth = 3
      let (x, dy) = (pattern(deep.inputCount, 1), pattern(deep.outputCount, 2))
      let (y, dx) = (FloatBuffer(count: dy.count), FloatBuffer(count: x.count))
      let (largest, moved) = (FloatBuffer(count: dy.count), FloatBuffer(count: x.count))
      let winners = IndexBuffer(count: dy.count)
      averagePool(x, into: y, deep)
      averagePoolGradient(dy, into: dx, deep)
      maximumPool(x, into: largest, winners: winners, deep)
      maximumPoolScatter(dy, winners: winners, into: moved, deep)
      for channel in 0..<3 {
        func one(_ all: FloatBuffer) -> FloatBuffer {
          FloatBuffer(stride(from: channel, to: all.count, by: 3).map { all[$0] })
        }
        let (mean, spread) = (FloatBuffer(count: g.outputCount), FloatBuffer(count: g.inputCount))
        let winners = IndexBuffer(count: g.outputCount)
        averagePool(one(x), into: mean, g)
        averagePoolGradient(one(dy), into: spread, g)
        #expect(gap(one(y), mean) < 1e-6 && gap(one(dx), spread) < 1e-6, "\(g)")
        maximumPool(one(x), into: mean, winners: winners, g)
        maximumPoolScatter(one(dy), winners: winners, into: spread, g)
        #expect(one(largest).values == mean.values, "\(g)")
        #expect(gap(one(moved), spread) < 1e-6, "\(g)")
      }
    }
  }

  /// The indices that every output reads, in the outputs' order.
  private func windows(_ g: PoolingGeometry) -> [[Int]] {
    (0..<g.outputCount).map { output in
      let (position, plane) = (
        output % (g.outHeight * g.outWidth), output / (g.outHeight * g.outWidth)
      )
      let top = position / g.outWidth * g.stride - g.padding
      let left = position % g.outWidth * g.stride - g.padding
      return (top..<top + g.kernel).flatMap { h in
        (left..<left + g.kernel).compactMap { v in
          (0..<g.height).contains(h) && (0..<g.width).contains(v)
            ? (plane * g.height + h) * g.width + v : nil
        }
      }
    }
  }
}
