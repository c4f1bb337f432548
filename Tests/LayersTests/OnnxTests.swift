// Every layer against the test vectors of ONNX 1.19.1 and its NumPy evaluator.

import Foundation
import Layers
import Tensors
import Testing

/// Expected outputs are Float32 themselves, and some were computed in it: some tens of roundings of
/// 6e-8, relative to the largest number of the result.
private let onnxTolerance: Float = 2e-5
/// What the package ships itself, without what its evaluator computed for us.
private let fewestShipped = 115
private let fewestCases = 190

/// One expected output, as Golden/make-onnx.py writes it.
private struct OnnxCase: Decodable {
  let origin: String
  let name: String
  let kind: String
  let operation: String
  let phase: String
  let arguments: [String: LayerArguments.Value]
  let x: Packed
  let y: Packed
  let labels: [Int]
  let dy: Packed?
  let parameters: [String: Packed]
  let buffers: [String: Packed]
  let absorbed: [String: Packed]

  /// Numbers as base64 of little-endian Float32.
  struct Packed: Decodable {
    let tensor: Tensor

    private enum Key: String, CodingKey { case shape, values }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      let bytes = [UInt8](try fields.decode(Data.self, forKey: .values))
      let values = stride(from: 0, to: bytes.count, by: 4).map { start in
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
      }
      tensor = Tensor(Shape(try fields.decode([Int].self, forKey: .shape)), values)
    }
  }

  static func all() throws -> [OnnxCase] {
    let file = try #require(
      Bundle.module.url(forResource: "onnx", withExtension: "json", subdirectory: "Golden"))
    return try JSONDecoder().decode([OnnxCase].self, from: Data(contentsOf: file))
  }

  /// Each result with what ONNX expects of it.
  func results() throws -> [(name: String, ours: Tensor?, theirs: Tensor)] {
    if kind == "crossentropy" {
      let loss = try CrossEntropy(logits: x.tensor, labels: labels)
      return [("L", Tensor([1], [Float(loss.value)]), y.tensor)]
    }
    let type = try #require(layerCatalog.first { $0.card.name == kind })
    let written = type.card.parameters.compactMap { parameter in
      arguments[parameter.name].map { (name: parameter.name, value: $0) }
    }
    var layer = try type.init(
      LayerArguments(written, for: type.card), input: x.tensor.shape,
      randomness: Randomness(seed: 1))
    #expect(Set(layer.parameters.names) == Set(parameters.keys))
    for (name, numbers) in parameters { layer.parameters[name] = numbers.tensor }
    for (name, numbers) in buffers { layer.buffers[name] = numbers.tensor }
    let pass = layer.forward(
      x.tensor, phase: try #require(Phase(rawValue: phase)), randomness: Randomness(seed: 2))
    if operation == "vjp" {
      let dy = try #require(dy).tensor
      return [("dx", layer.vjp(dy, of: pass, wanted: .all).input, y.tensor)]
    }
    layer.absorb(pass)
    return [("y", pass.output, y.tensor)]
      + absorbed.sorted { $0.key < $1.key }.map { ($0.key, layer.buffers[$0.key], $0.value.tensor) }
  }
}

@Suite("ONNX") struct OnnxTests {
  @Test func `layers agree with the vectors of ONNX`() throws {
    let cases = try OnnxCase.all()
    #expect(cases.count >= fewestCases)
    #expect(cases.count { $0.origin != "reference" } >= fewestShipped)
    var counts: [String: Int] = [:]
    for example in cases {
      counts[example.kind, default: 0] += 1
      for (name, ours, theirs) in try example.results() {
        let title = "\(example.origin) \(example.name): \(name)"
        guard let ours, ours.shape == theirs.shape else {
          Issue.record("\(title) has another shape")
          continue
        }
        let largest = theirs.values.reduce(1) { max($0, abs($1)) }
        let error = zip(ours.values, theirs.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(error <= onnxTolerance * largest, "\(title) is off by \(error)")
      }
    }
    let table = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    print("onnx: \(cases.count) cases: \(table.joined(separator: ", "))")
  }
}
