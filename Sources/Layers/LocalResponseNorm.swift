// Local response normalization: every value is scaled down by the energy of nearby channels.

import Foundation
import Kernels
package import Tensors

/// y = x s^−β, s[c] = k + α/n Σ x² over the n channels c − ⌊n/2⌋ … c + ⌊(n−1)/2⌋; channels that do
/// not exist count as 0.
///
/// - Shapes: [N, C, H, W].
/// - Memo: `scale`, s.
/// - Source: Krizhevsky, Sutskever and Hinton 2012, section 3.3 (there α stands for α/n, and
///   k = 2); PyTorch `torch.nn.LocalResponseNorm`.
package struct LocalResponseNorm: Layer {
  package static let card = LayerCard(
    name: "lrn",
    summary: "Scales every value down by the energy of nearby channels.",
    formula: "y = x s^(−β),  s = k + α/n Σ x² over n nearby channels",
    derivative: "dx = s^(−β) dy − 2αβ/n x Σ s^(−β−1) x dy over the channels that saw x",
    shapes: "[N, C, H, W], unchanged",
    source: "Krizhevsky, Sutskever and Hinton 2012; PyTorch, torch.nn.LocalResponseNorm",
    parameters: [
      .init("size", 5, "number n of channels that count"),
      .init("alpha", 1e-4, "weight α of their mean energy"),
      .init("beta", 0.75, "exponent β"),
      .init("k", 1, "constant k under the exponent"),
    ])

  package let arguments: LayerArguments
  private let size: Int
  private let alpha: Float
  private let beta: Float
  private let constant: Float

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    size = try arguments.integer("size")
    alpha = Float(try arguments.number("alpha", in: 0...1e6))
    beta = Float(try arguments.number("beta", in: -10...10))
    constant = Float(try arguments.number("k", in: 0...1e6))
  }

  package func coupling(in phase: Phase) -> Coupling { .example }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    _ = try input.imageChannels()
    return input
  }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let (channels, area) = (working.shape[1], working.shape[2] * working.shape[3])
    let channel = element / area % channels
    var sum = working.sum("Σ x²")
    for other in channel - size / 2...channel + (size - 1) / 2 where (0..<channels) ~= other {
      let x = working.x[element + (other - channel) * area]
      sum.add(x, x)
    }
    let (constant, alpha) = (Quantity(Double(constant)), Quantity(Double(alpha)))
    let count = Quantity(Double(size))
    let scale = working.line(
      "s = k + α/n·(Σ x²)", ["k": constant, "α": alpha, "n": count], sum: sum,
      constant + alpha / count * sum.total)
    let x = working.x[element]
    return working.line(
      "y = x·s^(−β)", ["x": x, "s": scale, "β": Quantity(Double(beta))],
      x * scale.power(-Double(beta)))
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    // s = k + α/n Σ x²
    let scale = (x * x).nearbySums(before: size / 2, after: (size - 1) / 2).map {
      constant + alpha / Float(size) * $0
    }
    // y = x s^−β
    return Pass(
      input: x, output: x * scale.map { pow($0, -beta) },
      memo: NamedTensors([("scale", scale)]), phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    guard wanted.contains(.input), let scale = pass.memo["scale"] else {
      return Cotangent(input: nil)
    }
    let x = pass.input
    // dx = s^−β dy
    var dx = scale.map { pow($0, -beta) } * dy
    // − 2αβ/n x Σ s^(−β−1) x dy over the channels that saw x: the window turned around
    let seen = (scale.map { pow($0, -beta - 1) } * x * dy)
      .nearbySums(before: (size - 1) / 2, after: size / 2)
    dx.add(-2 * alpha * beta / Float(size), times: x * seen)
    return Cotangent(input: dx)
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    let x = pass.input
    guard let scale = pass.memo["scale"] else { return dx }
    // dy = s^−β dx
    var dy = scale.map { pow($0, -beta) } * dx
    // − 2αβ/n s^(−β−1) x Σ x dx over the channels seen
    let moved = (x * dx).nearbySums(before: size / 2, after: (size - 1) / 2)
    dy.add(-2 * alpha * beta / Float(size), times: scale.map { pow($0, -beta - 1) } * x * moved)
    return dy
  }
}

extension Tensor {
  /// Of [N, C, H, W]: Σ over the channels c − before … c + after, where they exist.
  fileprivate func nearbySums(before: Int, after: Int) -> Tensor {
    let (channels, area) = (shape[1], inner)
    return Tensor(shape) { sums in
      for example in 0..<shape[0] {
        for channel in 0..<channels {
          let near = max(0, channel - before)...min(channels - 1, channel + after)
          for pixel in 0..<area {
            var sum: Float = 0
            for other in near { sum += self[(example * channels + other) * area + pixel] }
            sums[(example * channels + channel) * area + pixel] = sum
          }
        }
      }
    }
  }
}
