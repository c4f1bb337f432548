// The number of threads changes nothing but the time.

import Dispatch
import Foundation
import Kernels
import Synchronization
import Testing

@Suite(.serialized) struct ThreadsTests {
  @Test func `one thread and several give the same bits`() {
    let before = Threads.count
    defer { Threads.count = before }
    Threads.count = 1
    let alone = everything()
    for threads in [2, 3] {
      Threads.count = threads
      let together = everything()
      for (name, bits) in alone {
        #expect(together.first { $0.0 == name }?.1 == bits, "\(name) with \(threads) threads")
      }
    }
  }

  @Test func `every piece is done once, from within pieces and from several threads at once`() {
    let before = Threads.count
    defer { Threads.count = before }
    let (outer, inner) = (7, 50)
    for threads in [1, 2, 3, 8] {
      Threads.count = threads
      let done = (0..<outer * inner).map { _ in Tally() }
      for _ in 0..<200 {
        Threads.forEach(piece: outer) { first in
          Threads.forEach(piece: inner) { second in done[first * inner + second].add() }
        }
      }
      #expect(done.allSatisfy { $0.count == 200 }, "\(threads) threads")
      let others = (0..<inner).map { _ in Tally() }
      DispatchQueue.concurrentPerform(iterations: 4) { caller in
        for _ in 0..<500 {
          Threads.count = threads + caller
          Threads.forEach(piece: inner) { others[$0].add() }
        }
      }
      #expect(others.allSatisfy { $0.count == 2000 }, "\(threads) threads")
    }
  }

  @Test func `helpers that have slept come back`() {
    let done = (0..<64).map { _ in Tally() }
    for _ in 0..<20 {
      Threads.forEach(piece: done.count) { done[$0].add() }
      Thread.sleep(forTimeInterval: 0.002)
    }
    #expect(done.allSatisfy { $0.count == 20 })
  }

  /// Counts from any thread.
  private final class Tally: Sendable {
    private let number = Atomic<Int>(0)
    var count: Int { number.load(ordering: .acquiring) }
    func add() { number.wrappingAdd(1, ordering: .relaxed) }
  }

  /// The results, bit by bit, of all that is spread over threads.
  private func everything() -> [(String, [UInt64])] {
    var results: [(String, [UInt64])] = []
    func keep(_ name: String, _ buffer: FloatBuffer) {
      results.append((name, buffer.values.map { UInt64($0.bitPattern) }))
    }
    func keep(_ name: String, _ numbers: [Double]) {
      results.append((name, numbers.map(\.bitPattern)))
    }
    for (kernel, padding) in [(3, 1), (2, 0)] {
      let g = ConvolutionGeometry(
        batch: 9, inChannels: 20, height: 17, width: 14, outChannels: 24, kernelHeight: kernel,
        kernelWidth: kernel, padding: padding)
      let (x, w, dy) = (
        pattern(g.inputCount, 1), pattern(g.weightCount, 2), pattern(g.outputCount, 3)
      )
      let (y, dx, dw) = (
        FloatBuffer(count: dy.count), FloatBuffer(count: x.count), FloatBuffer(count: w.count)
      )
      convolve(x, w, bias: nil, into: y, g)
      let db = FloatBuffer(count: g.outChannels)
      convolveGradients(x, dy, w, into: ConvolutionGradients(dx: dx, dw: dw, db: db), g)
      keep("convolution \(kernel)", y)
      keep("input gradient \(kernel)", dx)
      keep("weight gradient \(kernel)", dw)
      keep("bias gradient \(kernel)", db)
    }
    for (rows, columns, inner) in [(64, 256, 256), (256, 200, 64), (33, 700, 130)] {
      let small = FloatBuffer(count: rows * columns)
      multiply(
        Matrix(pattern(rows * inner, 1), rows: rows, columns: inner),
        Matrix(pattern(inner * columns, 2), rows: inner, columns: columns), into: small)
      keep("small product of \(rows)", small)
    }
    let product = FloatBuffer(count: 256 * 256)
    let left = Matrix(pattern(256 * 300, 1), rows: 256, columns: 300)
    let right = Matrix(pattern(256 * 300, 2), rows: 300, columns: 256, transposed: true)
    multiply(left, right, into: product)
    keep("product", product)
    let (x, y) = (pattern(300_000, 4), pattern(300_000, 5))
    keep("sums", [sum(x), dot(x, y), sumOfSquares(x), statistics(x).deviation])
    keep("channels", channelSums(x, examples: 100, channels: 30, inner: 100))
    fillNormal(into: y, mean: 0, deviation: 1, key: 6)
    keep("normal", y)
    return results
  }
}
