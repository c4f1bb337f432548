// How gradients become changes of the parameters.

import Kernels
import Layers
package import Tensors

/// An optimizer with its settings and moments. A value: a copy trains on independently.
package struct Optimizer: Sendable {
  /// The update rule and its constants.
  package enum Rule: Sendable, Equatable {
    /// v ← μ v + g; w ← w − η v, or w ← w − η (g + μ v) with Nesterov's momentum.
    case sgd(momentum: Float, nesterov: Bool)
    /// Kingma and Ba 2015, with bias correction.
    case adam(beta1: Float, beta2: Float, epsilon: Float)
  }

  package var rule: Rule
  /// η.
  package var learningRate: Float
  /// λ: λ w is added to the gradient (L2), as PyTorch's SGD and Adam do.
  package var weightDecay: Float
  /// How many updates have been made.
  package private(set) var steps = 0
  /// Running means of the gradients, then of their squares (Adam), by the layer's name.
  private var moments: [String: (first: NamedTensors, second: NamedTensors)] = [:]

  package init(rule: Rule, learningRate: Float, weightDecay: Float = 0) {
    self.rule = rule
    self.learningRate = learningRate
    self.weightDecay = weightDecay
  }

  /// PyTorch's defaults for Adam.
  package static let adam = Optimizer(
    rule: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8), learningRate: 1e-3)

  /// The same rule and settings without moments.
  package var fresh: Optimizer {
    Optimizer(rule: rule, learningRate: learningRate, weightDecay: weightDecay)
  }

  /// Changes the network's parameters by one step along `gradients` (one entry a layer).
  package mutating func update(_ network: inout Network, gradients: [NamedTensors?]) {
    steps += 1
    for (index, gradient) in gradients.enumerated() {
      guard let gradient, !gradient.isEmpty else { continue }
      let name = network.layers[index].name
      // Taken out for as long as they change: what two hold would have to be copied.
      var moment = moments.removeValue(forKey: name) ?? (NamedTensors(), NamedTensors())
      var parameters = network.layers[index].layer.parameters
      network.layers[index].layer.parameters = NamedTensors()
      parameters.updateEach { parameter, value in
        guard let slope = gradient[parameter] else { return }
        step(&value, slope, parameter, &moment.first, &moment.second)
      }
      network.layers[index].layer.parameters = parameters
      moments[name] = moment
    }
  }

  /// Moves one parameter.
  private func step(
    _ w: inout Tensor, _ slope: Tensor, _ name: String, _ first: inout NamedTensors,
    _ second: inout NamedTensors
  ) {
    var g = slope.ordered(.rowMajor)
    if weightDecay != 0 { g.add(weightDecay, times: w) }
    switch rule {
    case .sgd(let momentum, let nesterov):
      guard momentum != 0 else { return w.add(-learningRate, times: g) }
      // v = g at the first step, as in PyTorch
      let v = first[name].map { momentum * $0 + g } ?? g
      first[name] = v
      if nesterov { g.add(momentum, times: v) }
      w.add(-learningRate, times: nesterov ? g : v)
    case .adam(let beta1, let beta2, let epsilon):
      // w ← w − η m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ)
      let correction1 = 1 - power(Double(beta1), steps)
      let root2 = (1 - power(Double(beta2), steps)).squareRoot()
      let step = AdamStep(
        beta1: beta1, beta2: beta2, rate: Float(Double(learningRate) / correction1),
        rootScale: Float(1 / root2), epsilon: epsilon)
      first.update(name, zeros: w.shape) { m in
        second.update(name, zeros: w.shape) { v in
          m.update { m in
            v.update { v in w.update { w in step.update(w, m, v, along: g.storage) } }
          }
        }
      }
    }
  }

  /// base^exponent by squaring.
  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}

extension Optimizer: Equatable {
  package static func == (left: Optimizer, right: Optimizer) -> Bool {
    left.rule == right.rule && left.learningRate == right.learningRate
      && left.weightDecay == right.weightDecay && left.steps == right.steps
      && left.moments.count == right.moments.count
      && left.moments.allSatisfy { name, moment in
        right.moments[name].map { $0.first == moment.first && $0.second == moment.second } ?? false
      }
  }
}
