// One comparison with PyTorch, as Golden/make-golden.py writes it.

import Foundation
import Layers
import Tensors
import Testing

/// What PyTorch answered to one input.
struct GoldenCase: Decodable {
  let arguments: [String: Argument]
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
  let absorbed: [String: Numbers]

  struct Numbers: Decodable {
    let shape: [Int]
    let values: [Float]

    var tensor: Tensor { Tensor(Shape(shape), values) }
  }

  enum Argument: Decodable {
    case value(LayerArguments.Value)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .value(.boolean(flag))
      } else if let number = try? container.decode(Double.self) {
        self = .value(.number(number))
      } else {
        self = .value(.word(try container.decode(String.self)))
      }
    }
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
      arguments[parameter.name].map { argument in
        let .value(value) = argument
        return (name: parameter.name, value: value)
      }
    }
    var layer = try type.init(
      LayerArguments(written, for: type.card), input: Shape(x.shape),
      randomness: Randomness(seed: 1))
    try #require(Set(layer.parameters.names) == Set(parameters.keys))
    for (name, numbers) in parameters { layer.parameters[name] = numbers.tensor }
    for (name, numbers) in buffers { layer.buffers[name] = numbers.tensor }
    return layer
  }
}
