// .safetensors: golden files are read, ours are exact, every kind of wrong header is refused.

import Datasets
import Tensors
import Testing

@Suite struct SafeTensorsTests {
  private func file(_ header: String, numbers: Int = 0) -> [UInt8] {
    let length = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(length >> ($0 * 8) & 255) } + Array(header.utf8)
      + [UInt8](repeating: 0, count: numbers)
  }

  private func readMistake(_ bytes: [UInt8]) -> DataMistake? {
    mistake { () throws(DataMistake) in try decode(safetensors: bytes, path: "a") }
  }

  @Test func `every type that Python writes is read`() throws {
    let bytes = golden("types.safetensors")
    let arrays = try decode(safetensors: bytes, path: "types")
    let x = NumericArray(
      shape: [2, 3, 4], storage: .float((0..<24).map { Float($0) / 4 - 1 }))
    func array(_ name: String) -> NumericArray? { arrays.first { $0.name == name }?.array }
    for name in ["conv1.weight", "double", "half"] { #expect(array(name) == x) }
    #expect(array("labels") == NumericArray([1, 0]))
    #expect(array("small") == NumericArray([1, 0]))
    #expect(array("bytes") == NumericArray(shape: [5], storage: .byte([0, 1, 2, 3, 4])))
    #expect(array("empty") == NumericArray(shape: [0, 3], storage: .float([])))
    #expect(array("scalar") == NumericArray(shape: [], storage: .float([2.5])))
    let metadata = try SafeTensorsHeader(bytes, path: "types").metadata
    #expect(metadata.map(\.name) == ["made by"])
    #expect(metadata.first?.text == "safetensors \"python\" – é")
    let half = try decode(safetensors: golden("bfloat16.safetensors"), path: "b")
    #expect(half.map(\.array) == [NumericArray(shape: [3], storage: .float([1.5, -2, 0.25]))])
  }

  @Test func `what is written is read back, in the order given`() throws {
    let tensors: [(name: String, tensor: Tensor)] = [
      ("z.weight", Tensor([2, 2], [1, -.infinity, 3, 4])), ("a \"b\"\n", Tensor([1], [7])),
      ("none", Tensor([0, 3], [])), ("scalar", Tensor([], [2])),
    ]
    let bytes = encode(safetensors: tensors, metadata: [("format", "pt"), ("é", "\\")])
    let read = try decode(safetensors: bytes, path: "a")
    #expect(read.map(\.name) == tensors.map(\.name))
    #expect(read.map(\.array.tensor) == tensors.map(\.tensor))
    #expect(try SafeTensorsHeader(bytes, path: "a").metadata.map(\.text) == ["pt", "\\"])
    // The numbers begin at a multiple of 8.
    #expect((bytes.count - 24) % 8 == 0)
    let nothing = encode(safetensors: [])
    #expect(try decode(safetensors: nothing, path: "a").isEmpty)
  }

  @Test func `overlaps, gaps and sizes that do not fit are refused with their byte`() {
    func entry(_ name: String, _ begin: Int, _ end: Int, shape: String = "[1]") -> String {
      "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
    }
    let good = file("{" + entry("a", 0, 4) + "," + entry("b", 4, 8) + "}", numbers: 8)
    #expect(readMistake(good) == nil)
    #expect(readMistake(good + [0])?.offset == good.count - 8 + 8)
    #expect(readMistake(good.dropLast())?.found == "7 bytes of numbers")
    let second = 8 + 1 + entry("a", 0, 4).utf8.count + 1
    for (begin, end) in [(3, 7), (0, 4), (5, 9)] {
      let bytes = file("{" + entry("a", 0, 4) + "," + entry("b", begin, end) + "}", numbers: 9)
      #expect(readMistake(bytes)?.offset == second)
    }
    let twice = file("{" + entry("a", 0, 4) + "," + entry("a", 4, 8) + "}", numbers: 8)
    #expect(readMistake(twice)?.found == "a second 'a'")
    #expect(readMistake(twice)?.offset == second)
    for shape in ["[2]", "[9223372036854775807,9223372036854775807]", "[-1]", "[1.0]", "1"] {
      let bytes = file("{" + entry("a", 0, 4, shape: shape) + "}", numbers: 4)
      #expect(readMistake(bytes) != nil)
    }
    #expect(readMistake(file("{" + entry("a", 8, 4) + "}", numbers: 8)) != nil)
  }

  @Test func `a header that is too long, cut short or no JSON is refused`() {
    #expect(readMistake([])?.offset == 0)
    #expect(readMistake([UInt8](repeating: 255, count: 20)) != nil)
    #expect(readMistake([0, 225, 245, 5, 1, 0, 0, 0, 1])?.offset == 0)
    for text in ["", "[]", "{", "{} x", "{\"a\":1}", "{\"a\":{}}", " {}", "{\"\u{1}\":{}}"] {
      #expect(readMistake(file(text)) != nil, "\(text)")
    }
    let deep = "{\"a\":" + String(repeating: "[", count: 100_000) + "}"
    #expect(readMistake(file(deep))?.needed == "less nesting")
    let unknown = "{\"a\":{\"dtype\":\"C64\",\"shape\":[],\"data_offsets\":[0,8]}}"
    #expect(readMistake(file(unknown, numbers: 8))?.found == "'a' of type C64")
    #expect(readMistake(file("{\"__metadata__\":{\"a\":1}}"))?.offset == 25)
  }
}
