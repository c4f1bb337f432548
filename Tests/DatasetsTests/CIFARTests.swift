// CIFAR files: what is read and what is refused.

import Datasets
import Tensors
import Testing

@Suite struct CIFARTests {
  private func read(_ path: String, _ files: [String: [UInt8]]) throws(DataMistake) -> Dataset {
    try Dataset.read(path, from: MemoryFiles(files))
  }

  @Test func `a folder gives training examples, test examples and names`() throws {
    let names = (0..<10).map { "kind \($0)" }.joined(separator: "\n") + "\n"
    let set = try read(
      "c/cifar/",
      [
        "c/cifar/data_batch_1.bin": record(label: 3, pixels: 255),
        "c/cifar/data_batch_2.bin": record(label: 4, pixels: 0) + record(label: 9, pixels: 7),
        "c/cifar/test_batch.bin": record(label: 1, pixels: 9),
        "c/cifar/batches.meta.txt": Array(names.utf8),
      ])
    #expect(set.name == "cifar")
    #expect(set.training.labels == [3, 4, 9])
    #expect(set.test?.labels == [1])
    #expect(set.shape == [3, 32, 32])
    #expect(set.classNames[9] == "kind 9")
    let last = set.normalization.undone(set.batch([2]).x)
    #expect(abs(last[0] * 255 - 7) < 1e-3)
  }

  @Test func `CIFAR-100 uses the fine labels`() throws {
    let bytes = [19, 99] + [UInt8](repeating: 5, count: 3072)
    let set = try read("f/train.bin", ["f/train.bin": bytes])
    #expect(set.training.labels == [99])
    #expect(set.classes == 100)
    let folder = try read("f", ["f/train.bin": bytes, "f/test.bin": bytes + bytes])
    #expect(folder.test?.count == 2)
  }

  @Test func `mistakes are told with their byte`() {
    let two = record(label: 3, pixels: 1) + record(label: 10, pixels: 1)
    #expect(mistake { () throws(DataMistake) in try read("a.bin", ["a.bin": two]) }?.offset == 3073)
    let cut = Array(two.dropLast(2))
    #expect(
      mistake { () throws(DataMistake) in try read("a.bin", ["a.bin": cut]) }
        == DataMistake(
          path: "a.bin", offset: 3073, found: "3071 bytes of a record",
          needed: "records of 3073 bytes (cifar10)",
          advice: "the file is cut short, or no cifar10 file"))
    #expect(mistake { () throws(DataMistake) in try read("a.bin", ["a.bin": []]) }?.offset == 0)
    #expect(mistake { () throws(DataMistake) in try read("b.bin", [:]) }?.found == "no such file")
    let wrongNames = [
      "f/data_batch_1.bin": record(label: 3, pixels: 1), "f/batches.meta.txt": [65],
    ]
    #expect(
      mistake { () throws(DataMistake) in try read("f", wrongNames) }?.found
        == "1 names of classes")
  }

  @Test(.enabled(if: sharedDataset("cifar10-subset") != nil))
  func `3,000 real images are read`() throws {
    let path = try #require(sharedDataset("cifar10-subset"))
    let set = try Dataset.read(path, from: DiskFiles())
    #expect(set.training.count == 3000)
    #expect(set.test?.count == 500)
    #expect(set.classNames[0] == "airplane")
    // The means of the whole training set are 0.4914, 0.4822, 0.4465 (widely published); a subset
    // is near.
    for (measured, known) in zip(set.normalization.mean, [0.4914, 0.4822, 0.4465] as [Float]) {
      #expect(abs(measured - known) < 0.02)
    }
  }
}
