// NumPy's files: golden ones are read, ours are exact, wrong ones are refused.

import Datasets
import Tensors
import Testing

@Suite struct ArraysTests {
  /// What make-golden.py writes: −1, −0.75, … as [2, 3, 4].
  private let x = (0..<24).map { Float($0) / 4 - 1 }

  private func dataset(_ name: String) throws(DataMistake) -> Dataset {
    try Dataset.read(name, from: MemoryFiles([name: golden(name)]))
  }

  @Test(arguments: ["stored.npz", "deflated.npz", "fortran.npz", "bigendian.npz"])
  func `numbers of every layout come out the same`(name: String) throws {
    let set = try dataset(name)
    #expect(set.batch([0, 1]).x == Tensor([2, 3, 4], x))
    #expect(set.training.labels == [1, 0])
  }

  @Test func `every version of the header is read`() throws {
    let arrays = try decode(npz: golden("versions.npz"), path: "versions.npz")
    #expect(arrays.map(\.name) == ["v1", "v2", "v3"])
    for (_, array) in arrays {
      #expect(array == NumericArray(shape: [2, 3, 4], storage: .float(x)))
    }
  }

  @Test func `bytes are images`() throws {
    let set = try dataset("bytes.npz")
    #expect(set.shape == [3, 4])
    let values = set.normalization.undone(set.batch([1]).x).values
    #expect(values.map { UInt8(($0 * 255).rounded()) } == Array(12..<24))
  }

  @Test func `what is written is read back`() throws {
    let arrays: [(name: String, array: NumericArray)] = [
      ("x", NumericArray(shape: [2, 1], storage: .float([1.5, -.infinity]))),
      ("y", NumericArray([3, 0])), ("scalar", NumericArray(shape: [], storage: .integer([-7]))),
      ("none", NumericArray(shape: [0, 4], storage: .byte([]))),
    ]
    let read = try decode(npz: encode(npz: arrays), path: "a.npz")
    #expect(read.map(\.name) == arrays.map(\.name))
    #expect(read.map(\.array) == arrays.map(\.array))
  }

  @Test func `a batch survives the way through a file`() throws {
    let batch = Batch(
      x: Tensor([2, 2], [1, 2, 3, 4]), labels: [2, 0], classes: 4, origin: "a.npz")
    let arrays = try decode(npz: encode(npz: batch.arrays), path: "a.npz")
    #expect(try Batch(arrays, classes: 4, path: "a.npz") == batch)
  }

  @Test func `objects are refused with the type's name`() {
    let found = mistake { () throws(DataMistake) in try dataset("objects.npz") }
    #expect(found?.path == "objects.npz:x.npy")
    #expect(found?.found == "an array of type '|O'")
  }

  @Test func `labels must be whole, as many as examples, and not negative`() throws {
    func found(_ y: NumericArray) throws -> String? {
      let examples = NumericArray(shape: [2, 1], storage: .float([1, 2]))
      let bytes = try encode(npz: [("x", examples), ("y", y)])
      return mistake { () throws(DataMistake) in
        try Dataset.read("a.npz", from: MemoryFiles(["a.npz": bytes]))
      }?.found
    }
    #expect(try found(NumericArray([0])) == "1 labels y")
    #expect(try found(NumericArray([0, -1])) == "label -1 of example 1")
    #expect(try found(NumericArray([0, 1 << 40])) == "label 1099511627776 of example 1")
    #expect(
      try found(NumericArray(shape: [2], storage: .float([0, 1])))
        == "y of floating point numbers")
    #expect(try found(NumericArray([0, 1])) == nil)
  }

  @Test func `a wrong checksum, a bomb and a wrong name are refused`() throws {
    var damaged = golden("stored.npz")
    damaged[200] ^= 1
    let found = mistake { () throws(DataMistake) in try decode(npz: damaged, path: "a") }
    #expect(found?.found.hasPrefix("a wrong checksum") == true)

    // The size in the table of contents says 2 GB: 24 bytes into the entry.
    var bomb = golden("deflated.npz")
    let entry = try #require(
      bomb.indices.first { bomb[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    bomb.replaceSubrange(entry + 24..<entry + 28, with: [0, 0, 0, 0x7F])
    #expect(mistake { () throws(DataMistake) in try decode(npz: bomb, path: "a") }?.offset == 0)

    let text = mistake { () throws(DataMistake) in
      try Dataset.read("a.npz", from: MemoryFiles(["a.npz": Array("hello".utf8)]))
    }
    #expect(text?.offset == 0)
  }
}
