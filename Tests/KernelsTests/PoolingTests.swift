// Pooling against its definition, and its derivatives as transposed maps.

import Kernels
import Testing

@Suite struct PoolingTests {
  /// Means of at most 25 numbers in ±1.
  static let tolerance: Float = 1e-6

  struct Case: CustomTestStringConvertible, Sendable {
    let planes, height, width, kernel, stride, padding: Int

    var geometry: PoolingGeometry {
      PoolingGeometry(
        planes: planes, height: height, width: width, kernel: kernel, stride: stride,
        padding: padding)
    }
    var testDescription: String {
      "\(planes)×\(height)×\(width), K\(kernel) s\(stride) p\(padding)"
    }
    func positions(_ size: Int) -> Int {
      size + 2 * padding < kernel ? 0 : (size + 2 * padding - kernel) / stride + 1
    }
    var inputCount: Int { planes * height * width }
    var outputCount: Int { planes * positions(height) * positions(width) }

    /// What every window sees, as positions in x, in row order.
    var windows: [[Int]] {
      var all: [[Int]] = []
      for plane in 0..<planes {
        for row in 0..<positions(height) {
          for column in 0..<positions(width) {
            var seen: [Int] = []
            for k in 0..<kernel {
              for l in 0..<kernel {
                let (h, v) = (row * stride + k - padding, column * stride + l - padding)
                if h >= 0, h < height, v >= 0, v < width {
                  seen.append((plane * height + h) * width + v)
                }
              }
            }
            all.append(seen)
          }
        }
      }
      return all
    }
  }

  static let cases: [Case] = {
    var all: [Case] = []
    for (height, width) in [(1, 1), (2, 2), (3, 5), (8, 8), (7, 4)] {
      for (kernel, stride, padding) in [
        (1, 1, 0), (2, 2, 0), (2, 1, 1), (3, 2, 1), (3, 1, 1), (5, 3, 2), (2, 3, 0), (4, 4, 2),
      ] {
        for planes in [0, 1, 3] {
          all.append(
            Case(
              planes: planes, height: height, width: width, kernel: kernel, stride: stride,
              padding: padding))
        }
      }
    }
    return all
  }()

  @Test(arguments: cases) func `the largest number of every window wins`(c: Case) {
    let x = FloatBuffer(pattern(c.inputCount, 1).values.map { ($0 * 4).rounded() })
    let (y, winners) = pooled(x, c)
    for (index, window) in c.windows.enumerated() {
      #expect(y[index] == window.map { x[$0] }.max())
    }
    let gathered = FloatBuffer(repeating: .nan, count: c.outputCount)
    maximumPoolGather(x, winners: winners, into: gathered, c.geometry)
    #expect(gathered.values == y.values)
    let direction = pattern(c.inputCount, 2)
    maximumPoolGather(direction, winners: winners, into: gathered, c.geometry)
    for (index, window) in c.windows.enumerated() {
      #expect(gathered[index] == window.first { x[$0] == y[index] }.map { direction[$0] })
    }
  }

  @Test(arguments: cases) func `scattering is the transposed map of gathering`(c: Case) {
    let (_, winners) = pooled(pattern(c.inputCount, 1), c)
    let (dx, dy) = (pattern(c.inputCount, 2), pattern(c.outputCount, 3))
    let forward = FloatBuffer(repeating: .nan, count: c.outputCount)
    let backward = FloatBuffer(repeating: .nan, count: c.inputCount)
    maximumPoolGather(dx, winners: winners, into: forward, c.geometry)
    maximumPoolScatter(dy, winners: winners, into: backward, c.geometry)
    #expect(abs(dot(forward, dy) - dot(dx, backward)) < Double(Self.tolerance) * 100)
  }

  @Test(arguments: cases) func `averages and their gradient follow the formula`(c: Case) {
    let (x, dy) = (pattern(c.inputCount, 1), pattern(c.outputCount, 2))
    let y = FloatBuffer(repeating: .nan, count: c.outputCount)
    let dx = FloatBuffer(repeating: .nan, count: c.inputCount)
    averagePool(x, into: y, c.geometry)
    averagePoolGradient(dy, into: dx, c.geometry)
    let expected = FloatBuffer(count: c.outputCount)
    let expectedGradient = FloatBuffer(repeating: 0, count: c.inputCount)
    let share = 1 / Float(c.kernel * c.kernel)
    for (index, window) in c.windows.enumerated() {
      expected[index] = window.reduce(0) { $0 + x[$1] } * share
      for position in window { expectedGradient[position] += dy[index] * share }
    }
    #expect(gap(y, expected) < Self.tolerance)
    #expect(gap(dx, expectedGradient) < Self.tolerance)
  }

  @Test func `a nan wins over everything, wherever it stands in the window`() {
    let c = Case(planes: 1, height: 3, width: 3, kernel: 3, stride: 1, padding: 0)
    for place in 0..<9 {
      var values: [Float] = [.infinity, 1, 2, 3, 4, 5, 6, 7, 8]
      values[place] = .nan
      let (y, winners) = pooled(FloatBuffer(values), c)
      #expect(y[0].isNaN)
      #expect(winners.values == [Int32(place)])
    }
  }

  private func pooled(_ x: FloatBuffer, _ c: Case) -> (FloatBuffer, IndexBuffer) {
    let y = FloatBuffer(repeating: .nan, count: c.outputCount)
    let winners = IndexBuffer(count: c.outputCount)
    maximumPool(x, into: y, winners: winners, c.geometry)
    return (y, winners)
  }
}
