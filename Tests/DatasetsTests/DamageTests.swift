// Damaged files of every format: an answer or a mistake, never a crash.

import Datasets
import Tensors
import Testing

@Suite struct DamageTests {
  /// A small valid file, and how to read it.
  struct Sample: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var others: [String: [UInt8]] = [:]

    var testDescription: String { name }

    func read(_ bytes: [UInt8]) -> DataMistake? {
      mistake { () throws(DataMistake) in
        if name.hasSuffix(".safetensors") {
          _ = try decode(safetensors: bytes, path: name)
        } else {
          let files = MemoryFiles(others.merging([name: bytes]) { $1 })
          let set = try Dataset.read(name, from: files)
          _ = set.batch(Array(0..<set.training.count))
        }
      }
    }
  }

  static let samples = [
    Sample(
      name: "data_batch_1.bin", bytes: record(label: 1, pixels: 7) + record(label: 9, pixels: 0)),
    Sample(
      name: "a-images-idx3-ubyte", bytes: idx([2, 1, 2], [1, 2, 3, 4]),
      others: ["a-labels-idx1-ubyte": idx([2], [1, 0])]),
    Sample(
      name: "tiny-images-idx3-ubyte.gz", bytes: golden("tiny-images-idx3-ubyte.gz"),
      others: ["tiny-labels-idx1-ubyte.gz": golden("tiny-labels-idx1-ubyte.gz")]),
    Sample(
      name: "tiny-labels-idx1-ubyte.gz", bytes: golden("tiny-labels-idx1-ubyte.gz"),
      others: ["tiny-images-idx3-ubyte.gz": golden("tiny-images-idx3-ubyte.gz")]),
    Sample(name: "a.csv", bytes: Array("a,label,b\n1.5,dog,2\n3,\"cat\",-4e2\n".utf8)),
    Sample(name: "stored.npz", bytes: golden("stored.npz")),
    Sample(name: "deflated.npz", bytes: golden("deflated.npz")),
    Sample(name: "fortran.npz", bytes: golden("fortran.npz")),
    Sample(name: "types.safetensors", bytes: golden("types.safetensors")),
  ]

  @Test(arguments: samples)
  func `the whole file is read and no part of it is`(sample: Sample) {
    #expect(sample.read(sample.bytes) == nil)
    for count in 0..<sample.bytes.count {
      let found = sample.read(Array(sample.bytes.prefix(count)))
      // Half a table is a shorter table, and half of two records is a record.
      let mayBeWhole =
        sample.name == "a.csv" ? count > 0 : count == record(label: 0, pixels: 0).count
      #expect(found != nil || mayBeWhole, "\(count) bytes")
      if let offset = found?.offset { #expect(0...sample.bytes.count ~= offset) }
    }
  }

  @Test(arguments: samples)
  func `changed bytes give a value or a mistake`(sample: Sample) {
    for trial in 0..<4000 {
      let drawn = Randomness(seed: 11).split(by: trial).uniform([8])
      var bytes = sample.bytes
      // The start, where headers are, more often than the rest.
      let reach = trial % 2 == 0 ? bytes.count : min(bytes.count, 160)
      for change in 0...trial % 3 {
        let place = Int(drawn[2 * change] * Float(reach)) % bytes.count
        let value = UInt8(drawn[2 * change + 1] * 255)
        bytes[trial % 4 < 2 ? place : bytes.count - 1 - place] = trial % 5 == 0 ? 255 : value
      }
      if let offset = sample.read(bytes)?.offset { #expect(offset >= 0) }
    }
  }
}
