// The factor by which start values make up for what an activation takes away.

/// An activation's gain: PyTorch's `calculate_gain` where that has the activation, else 1/√E[φ(z)²] for
/// z ~ N(0, 1), which keeps the second moment.
package enum Gain: Sendable, Equatable {
  case linear, sigmoid, tanh, relu, elu, swish, gelu
  case leakyReLU(slope: Double)
  case factor(Double)

  package var value: Double {
    switch self {
    case .linear, .sigmoid: 1
    case .tanh: 5.0 / 3
    case .relu: 2.0.squareRoot()
    case .elu: 1.2452
    case .swish: 1.6765
    case .gelu: 1.5335
    case .leakyReLU(let slope): (2 / (1 + slope * slope)).squareRoot()
    case .factor(let factor): factor
    }
  }

  /// Activations by the word that a layer is written with; leakyrelu with its default slope.
  package static let named: [(name: String, gain: Gain)] = [
    ("linear", .linear), ("sigmoid", .sigmoid), ("tanh", .tanh), ("relu", .relu),
    ("leakyrelu", .leakyReLU(slope: 0.01)), ("elu", .elu), ("swish", .swish), ("gelu", .gelu),
  ]
}
