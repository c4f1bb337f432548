// Laws of examples, normalization, batches and their order.

import Datasets
import Tensors
import Testing

@Suite struct ExamplesTests {
  /// Float32 sums over some thousand numbers near 1.
  private let rounding = 1e-4

  private func dataset(_ seed: UInt64 = 1) throws -> Dataset {
    try #require(generatorCatalog.first { $0.name == "shapes" }).make(
      GeneratorOptions(examples: 60, test: 20, classes: 10, noise: 0.04),
      randomness: Randomness(seed: seed))
  }

  @Test func `normalized training examples have mean 0 and deviation 1 in every channel`() throws {
    let set = try dataset()
    let x = set.batch(Array(0..<set.training.count)).x
    for channel in 0..<3 {
      var values: [Double] = []
      for example in 0..<60 {
        let start = (example * 3 + channel) * 1024
        values += x.values[start..<start + 1024].map(Double.init)
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      #expect(abs(mean) < rounding)
      #expect(abs(square - 1) < rounding)
    }
  }

  @Test func `undoing the normalization gives the bytes back`() throws {
    let set = try dataset()
    guard case .bytes(let bytes) = set.training.storage else { return #expect(Bool(false)) }
    let values = set.normalization.undone(set.batch([3]).x).values
    let restored = values.map { UInt8(($0 * 255).rounded()) }
    #expect(restored == Array(bytes[3 * 3072..<4 * 3072]))
  }

  @Test func `floats are measured without those that are not finite, and these are told`() {
    let values: [Float] = [1, 10, 3, 10, .nan, 10, .infinity, 10]
    let examples = Examples(.floats(values), shape: [2], labels: [0, 0, 1, 1])
    let set = Dataset(name: "t", training: examples, classNames: ["a", "b"])
    #expect(set.normalization == Normalization(mean: [2, 10], deviation: [1, 1]))
    #expect(set.remarks == [.notFinite(count: 2)])
  }

  @Test func `a batch holds the examples asked for, in their order`() {
    let examples = Examples(.floats([1, 2, 3, 4, 5, 6]), shape: [2], labels: [0, 1, 2])
    let set = Dataset(
      name: "t", training: examples, classNames: ["a", "b", "c"], normalization: .identity([2]))
    let batch = set.batch([2, 0])
    #expect(batch.x == Tensor([2, 2], [5, 6, 1, 2]))
    #expect(batch.labels == [2, 0])
    #expect(batch.classes == 3)
    #expect(batch.origin == "t, training")
    #expect(set.testBatch([0]) == nil)
  }

  @Test func `data sets are equal when their content is`() throws {
    let set = try dataset()
    #expect(try set == dataset())
    #expect(try set != dataset(2))
    #expect(set.normalized(by: .identity(set.shape)) != set)
  }

  @Test func `holding out moves the last examples to the test set`() throws {
    let set = try dataset().holdingOut(10)
    #expect(set.training.count == 50)
    #expect(set.test?.labels == Array(try dataset().training.labels.suffix(10)))
    #expect(try set.testBatch([9]) == nil || set.testBatch([9])?.x == dataset().batch([59]).x)
  }

  @Test func `an epoch shows no example twice and the next one is another shuffle`() throws {
    let order = try BatchOrder(examples: 10, size: 3, randomness: Randomness(seed: 4))
    #expect(order.batchesPerEpoch == 3)
    for epoch in 0..<4 {
      let seen = (0..<3).flatMap { order.batch(epoch * 3 + $0) }
      #expect(seen.count == 9)
      #expect(Set(seen).count == 9)
      #expect(seen == Array(order.epoch(epoch).prefix(9)))
    }
    #expect(order.epoch(0) != order.epoch(1))
    #expect(order.batch(5) == order.batch(5))
  }

  @Test func `a batch larger than the set is refused`() {
    #expect(throws: BatchSizeMistake(size: 11, examples: 10)) {
      try BatchOrder(examples: 10, size: 11, randomness: Randomness(seed: 4))
    }
    #expect(throws: BatchSizeMistake(size: 0, examples: 10)) {
      try BatchOrder(examples: 10, size: 0, randomness: Randomness(seed: 4))
    }
  }
}
