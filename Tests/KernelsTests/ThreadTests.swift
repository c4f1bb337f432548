// No result depends on the number of threads, not even in its last bit.

import Kernels
import Testing

@Suite(.serialized) struct ThreadTests {
  @Test func `every kernel gives the same bits for any number of threads`() {
    defer { Threads.count = 0 }
    Threads.count = 1
    let expected = results()
    for threads in [2, 3, 7] {
      Threads.count = threads
      for (name, values) in results() { #expect(values == expected[name], "\(name), \(threads)") }
    }
  }

  @Test func `pieces are all visited once, in ranges that cover them`() {
    for count in [0, 1, 7, 100] {
      let visits = FloatBuffer(repeating: 0, count: count)
      Threads.forEachRange(in: 0..<count, grain: 3) { range in
        for index in range { visits[index] += 1 }
      }
      #expect(visits.values.allSatisfy { $0 == 1 })
    }
  }

  private func results() -> [String: [UInt64]] {
    var all: [String: [UInt64]] = [:]
    func keep(_ name: String, _ count: Int, _ body: (FloatBuffer) -> Void) {
      let result = FloatBuffer(count: count)
      body(result)
      all[name] = result.values.map { UInt64($0.bitPattern) }
    }
    for (kernel, size) in [(3, 32), (3, 9), (5, 12), (1, 16)] {
      let g = ConvolutionGeometry(
        batch: 7, inChannels: 17, height: size, width: size, outChannels: 20,
        kernelHeight: kernel, kernelWidth: kernel, padding: kernel / 2)
      let (x, w) = (pattern(g.inputCount, 1), pattern(g.weightCount, 2))
      let (b, dy) = (pattern(g.outChannels, 3), pattern(g.outputCount, 4))
      keep("convolve \(kernel) \(size)", g.outputCount) { convolve(x, w, bias: b, into: $0, g) }
      keep("input \(kernel) \(size)", g.inputCount) { convolveInputGradient(dy, w, into: $0, g) }
      keep("weight \(kernel) \(size)", g.weightCount) { convolveWeightGradient(x, dy, into: $0, g) }
    }
    let (a, b) = (pattern(300 * 211, 1), pattern(211 * 170, 2))
    keep("multiply", 300 * 170) {
      multiply(
        Matrix(buffer: a, rows: 300, columns: 211, transposed: false),
        Matrix(buffer: b, rows: 211, columns: 170, transposed: false), into: $0)
    }
    keep("normal", 100_000) { fillNormal(into: $0, mean: 0, deviation: 1, key: 3) }
    let x = pattern(10 * 64 * 300, 5)
    let facts = statistics(x)
    all["sums"] = [sum(x), sumOfSquares(x), facts.mean, facts.deviation].map(\.bitPattern)
    all["channels"] =
      channelSums(x, examples: 10, channels: 64, inner: 300).map(\.bitPattern)
    all["features"] = channelSums(x, examples: 300, channels: 640, inner: 1).map(\.bitPattern)
    let pooling = PoolingGeometry(
      planes: 640, height: 15, width: 20, kernel: 3, stride: 2, padding: 1)
    let winners = IndexBuffer(count: 640 * 80)
    keep("pool", 640 * 80) { maximumPool(x, into: $0, winners: winners, pooling) }
    keep("average", 640 * 80) { averagePool(x, into: $0, pooling) }
    return all
  }
}
