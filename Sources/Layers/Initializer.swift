// Ways to draw a layer's start values.

import Kernels
package import Tensors

/// A rule for start values. n_in is the number of inputs that one output sums over (for a
/// convolution K²·C/g), n_out the number of outputs that one input reaches (K²·O/g as PyTorch
/// counts it: from the weight's shape [O, C/g, K, K] alone, K²·O).
///
/// Weights are tensors of two or four axes. All rules but `constant`, `zeros` and `standard` set
/// every bias (and β) to 0 and every other scale (γ) to 1.
package enum Initializer: Sendable, Equatable {
  /// Variance gain²/n_in, or gain²/n_out, with the activation's gain, √2 for relu (He, Zhang, Ren and
  /// Sun 2015, equations 10 and 14).
  case he(Distribution = .normal, gain: Gain = .relu, fan: Fan = .input)
  /// Variance 2 gain²/(n_in + n_out) (Glorot and Bengio 2010).
  case xavier(Distribution = .uniform, gain: Gain = .linear)
  /// Variance 1/n_in (LeCun, Bottou, Orr and Müller 1998).
  case lecun(Distribution = .normal)
  /// Orthonormal rows (or columns, if there are more rows), times the gain (Saxe et al. 2014).
  case orthogonal(gain: Gain = .linear)
  /// Orthonormal halves W with their mirror images, [W, −W; −W, W], times the gain: where a rectifier
  /// follows, the next layer sees relu(a) and relu(−a), whose difference is a, so that a chain of such
  /// layers is linear at first (Balduzzi et al. 2017, section 4).
  case looksLinear(gain: Gain = .linear, mirrors: Mirrors = .both)
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

  /// Which number of a weight's connections sets its variance: it keeps the signal's on the way
  /// forward (n_in), or the gradient's on the way back (n_out).
  package enum Fan: Sendable, Equatable { case input, output }

  /// Which axes of a weight are mirrored: not the network's inputs, not its outputs.
  package struct Mirrors: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    package static let inputs = Mirrors(rawValue: 1)
    package static let outputs = Mirrors(rawValue: 2)
    package static let both: Mirrors = [.inputs, .outputs]
  }

  /// Names and one sentence each, for help, in a fixed order.
  package static let summaries: [(name: String, summary: String)] = [
    ("he", "Variance 2/n_in: keeps the second moment through relu layers."),
    ("xavier", "Variance 2/(n_in + n_out): a compromise between both passes."),
    ("lecun", "Variance 1/n_in: keeps the variance through linear layers."),
    ("orthogonal", "Orthonormal rows: keeps every length through linear layers."),
    ("lookslinear", "Mirrored halves: a chain of relu layers is linear at first."),
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
    case .looksLinear: "lookslinear"
    case .normal: "normal"
    case .constant: "constant"
    case .zeros: "zeros"
    case .standard: "standard"
    }
  }

  /// New values for `parameters` of one layer or of several under dotted names; each is drawn from
  /// the split of `randomness` by its name.
  ///
  /// - Parameter shares: the share of its inputs that each output of the weight sees; nil for all.
  package func apply(
    to parameters: NamedTensors, shares: [Double]? = nil, randomness: Randomness
  ) -> NamedTensors {
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
              .scaled(rows: shares.map { $0.map { 1 / $0.squareRoot() } })
          case _ where isBias: .zeros(old.shape)
          case _ where !old.isWeight: Tensor(repeating: 1, old.shape)
          default: weights(old, source).scaled(rows: shares.map { factors(old, $0) })
          }
        return (name, new)
      })
  }

  /// Values for a weight like `old`.
  private func weights(_ old: Tensor, _ source: Randomness) -> Tensor {
    switch self {
    case .he(let distribution, let gain, let fan):
      source.draw(
        distribution, old.shape,
        variance: gain.value * gain.value / (fan == .input ? old.inputs : old.outputs))
    case .xavier(let distribution, let gain):
      source.draw(
        distribution, old.shape,
        variance: 2 * gain.value * gain.value / (old.inputs + old.outputs))
    case .lecun(let distribution):
      source.draw(distribution, old.shape, variance: 1 / old.inputs)
    case .orthogonal(let gain):
      Float(gain.value) * orthonormal(old.shape, source)
    case .looksLinear(let gain, let mirrors):
      Float(gain.value) * mirrored(old.shape, mirrors, source)
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

  /// What each row is multiplied by when an output sees only its share of the inputs, so that the
  /// variance goes by the connections there are.
  private func factors(_ old: Tensor, _ shares: [Double]) -> [Double] {
    let mean = shares.reduce(0, +) / Double(shares.count)
    return shares.map { share in
      switch self {
      case .he(_, _, .output): 1 / mean.squareRoot()
      case .xavier:
        ((old.inputs + old.outputs) / (old.inputs * share + old.outputs * mean)).squareRoot()
      case .he, .lecun, .orthogonal, .standard: 1 / share.squareRoot()
      case .looksLinear, .normal, .constant, .zeros: 1
      }
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
  /// Every output's row times its factor.
  fileprivate func scaled(rows factors: [Double]?) -> Tensor {
    guard let factors else { return self }
    let length = shape.example.count
    return Tensor(shape) { result in
      for index in 0..<count { result[index] = Float(factors[index / length]) * self[index] }
    }
  }

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
