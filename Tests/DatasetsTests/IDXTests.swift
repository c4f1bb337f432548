// IDX files: what is read and what is refused.

import Datasets
import Tensors
import Testing

@Suite struct IDXTests {
  private let images = "m/train-images-idx3-ubyte"
  private let labels = "m/train-labels-idx1-ubyte"

  private func read(_ path: String, _ files: [String: [UInt8]]) throws(DataMistake) -> Dataset {
    try Dataset.read(path, from: MemoryFiles(files))
  }

  private func readMistake(_ images: [UInt8], _ labels: [UInt8]) -> DataMistake? {
    mistake { () throws(DataMistake) in
      try read("m", [self.images: images, self.labels: labels])
    }
  }

  @Test func `compressed files written by Python are read by either name`() throws {
    let files = [
      "m/tiny-images-idx3-ubyte.gz": golden("tiny-images-idx3-ubyte.gz"),
      "m/tiny-labels-idx1-ubyte.gz": golden("tiny-labels-idx1-ubyte.gz"),
    ]
    for path in ["m", "m/tiny-images-idx3-ubyte.gz", "m/tiny-labels-idx1-ubyte.gz"] {
      let set = try read(path, files)
      #expect(set.shape == [1, 2, 2])
      #expect(set.training.labels == [2, 0, 1])
      #expect(set.classes == 3)
    }
  }

  @Test func `a folder gives training and test examples`() throws {
    let set = try read(
      "m",
      [
        images: idx([1, 1, 2], [1, 2]), labels: idx([1], [4]),
        "m/t10k-images-idx3-ubyte": idx([2, 1, 2], [1, 2, 3, 4]),
        "m/t10k-labels-idx1-ubyte": idx([2], [7, 1]),
      ])
    #expect(set.training.labels == [4])
    #expect(set.test?.labels == [7, 1])
    #expect(set.classes == 8)
  }

  @Test func `mistakes are told with their byte`() {
    let good = idx([1, 1, 2], [1, 2])
    #expect(readMistake([0, 0, 13] + good.dropFirst(3), idx([1], [0]))?.offset == 2)
    #expect(readMistake([1] + good.dropFirst(), idx([1], [0]))?.offset == 0)
    #expect(readMistake(idx([1], [0]), idx([1], [0]))?.offset == 3)
    #expect(readMistake(good + [0], idx([1], [0]))?.offset == 18)
    #expect(readMistake(good, idx([2], [0, 1]))?.found == "2 labels")
    #expect(readMistake(good.dropLast(), idx([1], [0]))?.needed == "18 bytes")
    #expect(readMistake([], idx([1], [0]))?.found == "an empty file")
    #expect(readMistake(idx([0, 1, 1], []), idx([0], []))?.found == "images [0, 1, 1]")
    let lone = mistake { () throws(DataMistake) in try read("m", [images: good]) }
    #expect(lone?.needed == "train-labels-idx1-ubyte")
  }

  @Test func `absurd sizes are refused before anything is allocated`() {
    let huge = idx([.max, .max, .max], [1, 2])
    #expect(readMistake(huge, idx([1], [0])) != nil)
    #expect(readMistake(idx([1_000_000, 1000, 1000], [1]), idx([1], [0]))?.offset == 4)
  }

  @Test func `a .gz that is not gzip says so`() {
    let file = "m/a-images-idx3-ubyte.gz"
    let found = mistake { () throws(DataMistake) in
      try read(file, [file: idx([1, 1, 1], [1])])
    }
    #expect(found?.found == "bytes that are not gzip")
    #expect(found?.offset == 0)
  }

  @Test(.enabled(if: sharedDataset("mnist-t10k") != nil))
  func `10,000 real digits are read`() throws {
    let path = try #require(sharedDataset("mnist-t10k"))
    let set = try Dataset.read(path, from: DiskFiles())
    #expect(set.training.count == 10_000)
    #expect(set.shape == [1, 28, 28])
    // The first test digits of MNIST.
    #expect(Array(set.training.labels.prefix(5)) == [7, 2, 1, 0, 4])
  }
}
