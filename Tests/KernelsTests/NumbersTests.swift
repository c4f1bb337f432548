// Numbers that are made when they are wanted, and work on numbers while they are written.

import Kernels
import Testing

@Suite struct NumbersTests {
  /// Images of whole vectors of channels, small and odd ones, with enough examples for several bands.
  private static let geometries: [ConvolutionGeometry] = [(1, 1), (4, 4), (6, 5), (13, 9)].map {
    ConvolutionGeometry(
      batch: 41, inChannels: 16, height: $0, width: $1, outChannels: 32, kernelHeight: 3,
      kernelWidth: 3, padding: 1, order: .channelsLast)
  }

  /// 2 · x, made when wanted.
  private func doubled(_ x: FloatBuffer, row: Int) -> DeferredNumbers {
    DeferredNumbers(2, times: x, columns: row)
  }

  @Test func `whole, in parts or copied they are the same`() {
    let x = pattern(120, 1)
    let numbers = doubled(x, row: 6)
    let expected = x.values.map { 2 * $0 }
    var scratch: FloatBuffer?
    for range in [6..<18, 0..<120, 114..<120, 60..<60] {
      numbers.withPart(range, scratch: &scratch) { part in
        #expect(range.indices.map { part[$0 - range.lowerBound] } == Array(expected[range]))
      }
    }
    #expect(numbers.copy().values == expected)
    #expect(numbers.whole === numbers.whole)
    #expect(numbers.whole.values == expected)
    numbers.withPart(6..<12, scratch: &scratch) { part in
      #expect(part == numbers.whole.pointer + 6)
    }
  }

  @Test func `a convolution of them is that of numbers in memory, bit for bit`() {
    for g in Self.geometries {
      let (x, w, dy) = (
        pattern(g.inputCount, 1), pattern(g.weightCount, 2), pattern(g.outputCount, 3)
      )
      let deferred = (doubled(x, row: 16), doubled(dy, row: 32))
      let found = results(deferred.0, w, deferred.1, g)
      #expect(found == results(deferred.0.copy(), w, deferred.1.copy(), g), "\(g)")
    }
  }

  @Test func `every row is visited once, whoever writes it`() {
    let rectification = Rectification(slope: 0.25)
    for g in Self.geometries {
      let (x, w, dy, z) = (
        pattern(g.inputCount, 1), pattern(g.weightCount, 2), pattern(g.outputCount, 3),
        pattern(g.outputCount, 4)
      )
      // y = φ(x ⋆ w + z), on the way and afterwards
      let outputs = RowGroups(examples: g.batch, inner: g.height * g.width, columns: 32)
      let values = [true, false].map { isOnTheWay in
        let epilogue = rectification.epilogue(adding: z, outputs)
        let y = FloatBuffer(repeating: .nan, count: g.outputCount)
        convolve(x, w, bias: nil, into: y, g, then: isOnTheWay ? epilogue : nil)
        epilogue.finish(y)
        #expect(epilogue.isDone)
        return y.values
      }
      #expect(values[0] == values[1], "\(g)")
      // φ′ dx at x, and its sums with x
      let inputs = RowGroups(examples: g.batch, inner: g.height * g.width, columns: 16)
      let gradients = [true, false].map { isOnTheWay in
        let gate = RectifierGate(rectification, at: x, sumsWith: x, inputs)
        let (dx, dw) = (FloatBuffer(count: g.inputCount), FloatBuffer(count: g.weightCount))
        convolveGradients(
          x, dy, w, into: ConvolutionGradients(dx: dx, dw: dw), g,
          then: isOnTheWay ? gate.epilogue : nil)
        gate.epilogue.finish(dx)
        return (dx: dx.values, sums: gate.sums())
      }
      #expect(gradients[0].dx == gradients[1].dx, "\(g)")
      #expect(gradients[0].sums == gradients[1].sums, "\(g)")
    }
  }

  /// y, dx, dw and db.
  private func results(
    _ x: any Numbers, _ w: FloatBuffer, _ dy: any Numbers, _ g: ConvolutionGeometry
  ) -> [[Float]] {
    let results = [g.outputCount, g.inputCount, g.weightCount, g.outChannels].map {
      FloatBuffer(repeating: .nan, count: $0)
    }
    convolve(x, w, bias: nil, into: results[0], g)
    convolveGradients(
      x, dy, w, into: ConvolutionGradients(dx: results[1], dw: results[2], db: results[3]), g)
    return results.map(\.values)
  }
}
