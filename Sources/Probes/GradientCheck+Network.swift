// The whole network's gradient against differences of its loss, along one random direction.

import Kernels
import Layers
package import Networks
package import Tensors

extension GradientCheck {
  /// The slope of the loss along a direction that moves every parameter in proportion to its
  /// tensor's size, against the backward pass. `kinks` counts the elements of all layers whose
  /// slope jumps on the way; they are part of the comparison.
  ///
  /// - Parameter run: forward and backward done.
  package static func ofNetwork(
    _ run: Run, step: Double?, randomness: Randomness, isCancelled: () -> Bool
  ) -> GradientCheck {
    let names = run.network.parameters.names
    let direction = NamedTensors(
      zip(names, run.network.parameters.tensors).map { name, tensor in
        let size = (tensor.sumOfSquares / Double(max(1, tensor.count))).squareRoot()
        return (name, Float(size) * randomness.split(by: name).normal(tensor.shape))
      })
    let gradients = run.gradientsByName
    let backward = names.reduce(0.0) { total, name in
      guard let gradient = gradients[name], let along = direction[name] else { return total }
      return total + gradient.dot(along)
    }
    var result = GradientCheck(layer: "network", tensor: "parameters", samples: 0, kinks: 0)
    var earlier: Double?
    for length in step.map({ [$0, $0 / 2] }) ?? [1e-2, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4] {
      let (above, below) = (
        run.moved(along: direction, by: length, isCancelled),
        run.moved(along: direction, by: -length, isCancelled)
      )
      guard !isCancelled(), let high = above.loss?.value, let low = below.loss?.value else { break }
      let quotient = (high - low) / (2 * length)
      let unit = max(abs(backward), abs(quotient), .leastNormalMagnitude)
      // Where two lengths agree neither rounding nor curvature has a say.
      if let earlier {
        let noise = abs(quotient - earlier) / unit
        if noise < result.worst?.noise ?? .infinity {
          result.samples = 1
          result.kinks = jumps(between: above, and: below)
          result.worst = Element(
            index: [], backward: backward, difference: quotient,
            error: abs(backward - quotient) / unit, noise: noise)
        }
      }
      earlier = quotient
    }
    return result
  }

  /// How many elements of all layers' inputs have another slope in one run than in the other.
  private static func jumps(between above: Run, and below: Run) -> Int {
    var count = 0
    for (index, instruction) in above.program.instructions.enumerated() {
      guard case .layer(let number) = instruction.operation, let up = above.passes[index],
        let down = below.passes[index]
      else { continue }
      let ones = Tensor(repeating: 1, instruction.outputShape)
      let layers = (above.network.layers[number].layer, below.network.layers[number].layer)
      guard layers.0.coupling(in: up.phase) == .element || layers.0.parameters.isEmpty,
        let high = layers.0.vjp(ones, of: up, wanted: .input).input,
        let low = layers.1.vjp(ones, of: down, wanted: .input).input
      else { continue }
      let size = high.map { abs($0) }.statistics.maximum
      count += zip(high.values, low.values).count { abs($0 - $1) > size / 5 }
    }
    return count
  }
}

extension Run {
  /// The forward pass of the network with its parameters moved by `length` times `direction`.
  fileprivate func moved(
    along direction: NamedTensors, by length: Double, _ isCancelled: () -> Bool
  ) -> Run {
    var network = network
    var parameters = network.parameters
    for name in parameters.names {
      guard let along = direction[name] else { continue }
      parameters[name]?.add(Float(length), times: along)
    }
    network.parameters = parameters
    var run = again(with: network)
    run.finishForward(isCancelled: isCancelled)
    return run
  }
}
