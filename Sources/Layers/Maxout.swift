// Maxout: of every few neighbouring channels, the largest passes.

import Kernels
package import Tensors

/// y[c] = max of x[k c], …, x[k c + k − 1]: after a dense or convolutional layer, a piecewise
/// linear activation that is learned. Of equal values the first wins;
/// a nan wins over everything.
///
/// - Shapes: [N, C, H, W] → [N, C/k, H, W] or [N, D] → [N, D/k], k a divisor of C.
/// - Memo: `winner`, which of the k pieces was the largest.
/// - Source: Goodfellow et al. 2013, equation 1.
package struct Maxout: Layer {
  package static let card = LayerCard(
    name: "maxout",
    summary: "Passes the largest of every k neighbouring channels.",
    formula: "y[c] = max x[k c + j] over j = 0 … k−1",
    derivative: "dx = dy where x won, else 0",
    shapes: "[N, C, H, W] → [N, C/k, H, W], or [N, D] → [N, D/k]",
    source: "Goodfellow et al. 2013",
    parameters: [.init("pieces", nil, "number of pieces k, a divisor of C")])

  package let arguments: LayerArguments
  private let pieces: Int

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    pieces = try arguments.integer("pieces")
    let channels = try input.channels()
    guard channels % pieces == 0 else {
      throw ArgumentMistake(parameter: "pieces", needed: "a divisor of \(channels) channels")
    }
  }

  package func coupling(in phase: Phase) -> Coupling { .example }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    guard try input.channels() % pieces == 0 else {
      throw ShapeMismatch(needed: "a number of channels that \(pieces) divides", given: input)
    }
    return narrowed(input)
  }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let step = ChannelLayout.channels(of: working.shape).inner
    let first = element / step * pieces * step + element % step
    return working.largest((0..<pieces).lazy.map { first + $0 * step })
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    let shape = narrowed(x.shape)
    let winner = Tensor(shape) { winner in
      forEachUnit(of: shape) { unit, first, step in
        var best = 0
        for piece in 0..<pieces {
          let value = x[first + piece * step]
          if value > x[first + best * step] || value.isNaN { best = piece }
        }
        winner[unit] = Float(best)
      }
    }
    // y = x of the winner
    return Pass(
      input: x, output: gathered(x, winner), memo: NamedTensors([("winner", winner)]),
      phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    guard wanted.contains(.input), let winner = pass.memo["winner"] else {
      return Cotangent(input: nil)
    }
    var dx = Tensor.zeros(pass.input.shape)
    dx.update { dx in
      forEachUnit(of: dy.shape) { unit, first, step in
        // dx = dy where x won, else 0
        dx[first + Int(winner[unit]) * step] = dy[unit]
      }
    }
    return Cotangent(input: dx)
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = dx of the winner
    pass.memo["winner"].map { gathered(dx, $0) } ?? .zeros(pass.output.shape)
  }

  private func narrowed(_ shape: Shape) -> Shape {
    var extents = shape.extents
    extents[1] /= pieces
    return Shape(extents)
  }

  private func gathered(_ x: Tensor, _ winner: Tensor) -> Tensor {
    Tensor(winner.shape) { y in
      forEachUnit(of: winner.shape) { unit, first, step in
        y[unit] = x[first + Int(winner[unit]) * step]
      }
    }
  }

  /// For every number of an output of shape `shape`: its index, the index of its first piece in
  /// the input, and the step from one piece to the next.
  private func forEachUnit(
    of shape: Shape, _ body: (_ unit: Int, _ first: Int, _ step: Int) -> Void
  ) {
    let step = ChannelLayout.channels(of: shape).inner
    for channel in 0..<shape[0] * shape[1] {
      for pixel in 0..<step {
        body(channel * step + pixel, channel * pieces * step + pixel, step)
      }
    }
  }
}
