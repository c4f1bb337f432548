// One comparison with PyTorch, as Golden/make-golden.py writes it.

import Foundation
import Layers
import Tensors
import Testing

/// What PyTorch answered to one input.
struct GoldenCase: Decodable {
  let arguments: [String: LayerArguments.Value]
  let phase: String
  let x: Numbers
  let parameters: [String: Numbers]
  let buffers: [String: Numbers]
  let dy: Numbers
  let dx: Numbers
  let dp: [String: Numbers]
  let y: Numbers
  let vjpInput: Numbers
  let vjpParameters: [String: Numbers]
  let jvp: Numbers
  /// ‖J‖_F and ‖J‖₂ of J = ∂y/∂x over the whole batch.
  let frobenius: Double
  let spectral: Double
  let absorbed: [String: Numbers]

  struct Numbers: Decodable {
    let shape: [Int]
    let values: [Float]

    var tensor: Tensor { Tensor(Shape(shape), values) }
  }

  /// All cases of a kind of layer.
  static func all(of kind: String) throws -> [GoldenCase] {
    let file = try #require(
      Bundle.module.url(forResource: kind, withExtension: "json", subdirectory: "Golden"),
      "Golden/\(kind).json is missing")
    return try JSONDecoder().decode([GoldenCase].self, from: Data(contentsOf: file))
  }

  /// The layer of this case, holding its parameters and buffers.
  func layer(_ type: any Layer.Type) throws -> any Layer {
    let written = type.card.parameters.compactMap { parameter in
      arguments[parameter.name].map { (name: parameter.name, value: $0) }
    }
    var layer = try type.init(
      LayerArguments(written, for: type.card), input: Shape(x.shape),
      randomness: Randomness(seed: 1))
    #expect(Set(layer.parameters.names) == Set(parameters.keys))
    for (name, numbers) in parameters { layer.parameters[name] = numbers.tensor }
    for (name, numbers) in buffers { layer.buffers[name] = numbers.tensor }
    return layer
  }
}

extension LayerArguments.Value: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .boolean(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .word(try container.decode(String.self))
    }
  }
}
