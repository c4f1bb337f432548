// Ways to draw a layer's start values.

import Foundation
package import Tensors

/// A rule for start values. n_in is the number of inputs that one output sums over (for a
/// convolution K²·C/g), n_out the number of outputs that one input reaches (K²·O/g as PyTorch
/// counts it: from the weight's shape [O, C/g, K, K] alone, K²·O).
///
/// Weights are tensors of two or four axes. All rules but `constant`, `zeros` and `standard` set
/// every bias (and β) to 0 and every other scale (γ) to 1.
package enum Initializer: Sendable, Equatable {
  /// Variance gain²/n_in with the activation's gain, √2 for relu (He, Zhang, Ren and Sun 2015).
  case he(Distribution = .normal, gain: Gain = .relu)
  /// Variance 2 gain²/(n_in + n_out) (Glorot and Bengio 2010).
  case xavier(Distribution = .uniform, gain: Gain = .linear)
  /// Variance 1/n_in (LeCun, Bottou, Orr and Müller 1998).
  case lecun(Distribution = .normal)
  /// Orthonormal rows (or columns, if there are more rows), times the gain (Saxe et al. 2014).
  case orthogonal(gain: Gain = .linear)
  /// Every weight normal with mean 0 and this standard deviation.
  case normal(deviation: Double = 0.01)
  /// Every parameter this value, biases and scales included.
  case constant(Double)
  /// Every parameter 0, biases and scales included.
  case zeros
  /// PyTorch's: weight and bias from U(−1/√n_in, 1/√n_in), scales 1, other biases 0.
  case standard

  /// The shape of the distribution; both have the same variance.
  package enum Distribution: String, Sendable, Equatable, CaseIterable { case normal, uniform }

  /// The factor that makes up for what an activation takes away (PyTorch, `calculate_gain`).
  package enum Gain: Sendable, Equatable {
    case linear, sigmoid, tanh, relu
    case leakyReLU(slope: Double)
    case factor(Double)

    package var value: Double {
      switch self {
      case .linear, .sigmoid: 1
      case .tanh: 5.0 / 3
      case .relu: 2.0.squareRoot()
      case .leakyReLU(let slope): (2 / (1 + slope * slope)).squareRoot()
      case .factor(let factor): factor
      }
    }
  }

  /// Names and one sentence each, for help, in a fixed order.
  package static let summaries: [(name: String, summary: String)] = [
    ("he", "Variance 2/n_in: keeps the second moment through relu layers."),
    ("xavier", "Variance 2/(n_in + n_out): a compromise between both passes."),
    ("lecun", "Variance 1/n_in: keeps the variance through linear layers."),
    ("orthogonal", "Orthonormal rows: keeps every length through linear layers."),
    ("normal", "Normal numbers of one standard deviation for all layers."),
    ("zeros", "Zeros: all units of a layer stay the same for ever."),
    ("constant", "One value: all units of a layer stay the same for ever."),
    ("standard", "PyTorch's default: U(−1/√n_in, 1/√n_in), variance 1/(3 n_in)."),
  ]

  package var name: String {
    switch self {
    case .he: "he"
    case .xavier: "xavier"
    case .lecun: "lecun"
    case .orthogonal: "orthogonal"
    case .normal: "normal"
    case .constant: "constant"
    case .zeros: "zeros"
    case .standard: "standard"
    }
  }

  /// New values for `parameters` of one layer or of several under dotted names; each is drawn from
  /// the split of `randomness` by its name.
  package func apply(to parameters: NamedTensors, randomness: Randomness) -> NamedTensors {
    NamedTensors(
      parameters.pairs.map { name, old in
        let source = randomness.split(by: name)
        let weight = parameters[Self.weightName(besides: name)]
        let isBias = Self.lastWord(of: name) == "bias"
        let new: Tensor =
          switch self {
          case .constant(let value): Tensor(repeating: Float(value), old.shape)
          case .zeros: .zeros(old.shape)
          case .standard where isBias && weight?.isWeight == true:
            source.uniform(old.shape, variance: 1 / (3 * (weight?.inputs ?? 1)))
          case _ where isBias: .zeros(old.shape)
          case _ where !old.isWeight: Tensor(repeating: 1, old.shape)
          default: weights(old, source)
          }
        return (name, new)
      })
  }

  /// Values for a weight like `old`.
  private func weights(_ old: Tensor, _ source: Randomness) -> Tensor {
    switch self {
    case .he(let distribution, let gain):
      source.draw(distribution, old.shape, variance: gain.value * gain.value / old.inputs)
    case .xavier(let distribution, let gain):
      source.draw(
        distribution, old.shape,
        variance: 2 * gain.value * gain.value / (old.inputs + old.outputs))
    case .lecun(let distribution):
      source.draw(distribution, old.shape, variance: 1 / old.inputs)
    case .orthogonal(let gain):
      Float(gain.value) * orthonormal(old.shape, source)
    case .normal(let deviation):
      source.normal(old.shape, deviation: Float(deviation))
    case .standard:
      source.uniform(old.shape, variance: 1 / (3 * old.inputs))
    case .constant(let value):
      Tensor(repeating: Float(value), old.shape)
    case .zeros:
      .zeros(old.shape)
    }
  }

  /// "conv1.weight" for "conv1.bias".
  private static func weightName(besides name: String) -> String {
    String(name.dropLast(lastWord(of: name).count)) + "weight"
  }

  private static func lastWord(of name: String) -> Substring {
    name.split(separator: ".").last ?? ""
  }
}

extension Tensor {
  /// Whether it is the weight of a dense or convolutional layer: of two or four axes.
  fileprivate var isWeight: Bool { shape.rank == 2 || shape.rank == 4 }
  /// n_in = in/groups · kH · kW.
  fileprivate var inputs: Double { Double(shape.example.count) }
  /// n_out = out · kH · kW.
  fileprivate var outputs: Double { Double(shape[0] * shape.example.example.count) }
}

extension Randomness {
  fileprivate func draw(
    _ distribution: Initializer.Distribution, _ shape: Shape, variance: Double
  ) -> Tensor {
    switch distribution {
    case .normal: normal(shape, deviation: Float(variance.squareRoot()))
    case .uniform: uniform(shape, variance: variance)
    }
  }

  /// U(−b, b) with b = √(3 variance).
  fileprivate func uniform(_ shape: Shape, variance: Double) -> Tensor {
    let bound = Float((3 * variance).squareRoot())
    return uniform(shape, low: -bound, high: bound)
  }
}
