// Activations as formulas in Float64, apart from the layers that are to be tested.

import Foundation
import Layers
import Networks

/// φ and φ′, and the layer that should have them.
struct Nonlinearity: Sendable {
  let name: String
  let kind: any Layer.Type
  var slope: Double? = nil
  let value: @Sendable (Double) -> Double
  let derivative: @Sendable (Double) -> Double

  /// The layer.
  var chain: Chain { slope.map { link(kind, ["slope": .number($0)]) } ?? link(kind) }

  static let relu = Nonlinearity(
    name: "relu", kind: ReLU.self, value: { max(0, $0) }, derivative: { $0 > 0 ? 1 : 0 })
  static let leakyReLU = Nonlinearity(
    name: "leakyrelu(0.2)", kind: LeakyReLU.self, slope: 0.2, value: { $0 > 0 ? $0 : 0.2 * $0 },
    derivative: { $0 > 0 ? 1 : 0.2 })
  static let tanh = Nonlinearity(
    name: "tanh", kind: Tanh.self, value: { Foundation.tanh($0) },
    derivative: { 1 / (cosh($0) * cosh($0)) })
  static let sigmoid = Nonlinearity(
    name: "sigmoid", kind: Sigmoid.self, value: { 1 / (1 + exp(-$0)) },
    derivative: { 1 / (4 * cosh($0 / 2) * cosh($0 / 2)) })
  static let swish = Nonlinearity(
    name: "swish", kind: Swish.self, value: { $0 / (1 + exp(-$0)) },
    derivative: { (1 + exp(-$0) + $0 * exp(-$0)) / ((1 + exp(-$0)) * (1 + exp(-$0))) })
  static let elu = Nonlinearity(
    name: "elu", kind: ELU.self, value: { $0 > 0 ? $0 : expm1($0) },
    derivative: { $0 > 0 ? 1 : exp($0) })
  static let gelu = Nonlinearity(
    name: "gelu", kind: GELU.self, value: { $0 * erfc(-$0 / 2.0.squareRoot()) / 2 },
    derivative: {
      erfc(-$0 / 2.0.squareRoot()) / 2 + $0 * exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot()
    })

  static let all: [Nonlinearity] = [relu, leakyReLU, tanh, sigmoid, swish, elu, gelu]
}
