// A small network with what PyTorch says of it, as Golden/make-golden.py writes it.

import Datasets
import Foundation
import Tensors
import Testing

struct GoldenNetwork: Decodable, Sendable, CustomTestStringConvertible {
  let notation: String
  let x: Numbers
  let labels: [Int]
  /// Parameters and running statistics in the order of files.
  let weights: [NamedNumbers]
  /// One in training, then one in evaluation.
  let passes: [Pass]

  struct Numbers: Decodable, Sendable {
    let shape: [Int]
    let values: [Double]

    var tensor: Tensor { Tensor(Shape(shape), values) }
  }

  struct NamedNumbers: Decodable, Sendable {
    let name: String
    /// What the numbers would be if nothing cancelled in the sums behind them; nil: as they are.
    let scale: Double?
    let shape: [Int]
    let values: [Double]

    var tensor: Tensor { Tensor(Shape(shape), values) }
  }

  struct Pass: Decodable, Sendable {
    let mode: String
    let loss: Double
    let activations: [Activation]
    /// The input's, then the parameters' in layer order.
    let gradients: [NamedNumbers]
    /// Running statistics after the pass.
    let statistics: [NamedNumbers]
    let jacobians: [Norms]
  }

  struct Activation: Decodable, Sendable {
    let name: String
    let shape: [Int]
    let norm: Double
    /// Every so many numbers one, from the first on.
    let step: Int
    let samples: [Double]
  }

  struct Norms: Decodable, Sendable {
    let name: String
    let spectral: Double
    let frobenius: Double
    let inputs: Int
  }

  var testDescription: String { notation }

  static let all: [GoldenNetwork] = {
    guard
      let file = Bundle.module.url(
        forResource: "golden", withExtension: "json", subdirectory: "Golden"),
      let cases = try? JSONDecoder().decode([GoldenNetwork].self, from: Data(contentsOf: file))
    else { return [] }
    return cases
  }()

  /// A world that holds the batch and the weights as files.
  func host() throws -> MemoryHost {
    MemoryHost(files: [
      "batch.npz": try encode(npz: [
        ("x", NumericArray(x.tensor)), ("y", NumericArray(labels)),
      ]),
      "weights.safetensors": encode(safetensors: weights.map { ($0.name, $0.tensor) }),
    ])
  }
}
