// Softmax: scores become probabilities.

import Foundation
import Kernels
package import Tensors

/// y[c] = e^x[c] / Σ e^x over the channels, computed with x − max x so that nothing overflows.
///
/// - Shapes: [N, C] or [N, C, H, W]; every pixel has probabilities of its own.
/// - Source: Bridle 1990; PyTorch `torch.nn.Softmax(1)`. The loss `CrossEntropy` takes the scores
///   themselves and needs no softmax before it.
package struct Softmax: Layer {
  package static let card = LayerCard(
    name: "softmax",
    summary: "Turns the channels' scores into probabilities.",
    formula: "y = exp(x) / Σ exp(x) over C",
    derivative: "dx = y (dy − Σ y dy)",
    shapes: "[N, C] or [N, C, H, W], unchanged",
    source: "Bridle 1990; PyTorch, torch.nn.Softmax(1)")

  package let arguments: LayerArguments

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) {
    self.arguments = arguments
  }

  package func coupling(in phase: Phase) -> Coupling { .example }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    _ = try input.channels()
    return input
  }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let layout = ChannelLayout.channels(of: working.shape)
    let size = layout.channels * layout.inner
    let first = element / size * size + element % layout.inner
    // Every score less the largest, so that nothing overflows; its slope would cancel.
    let scores = (0..<layout.channels).map { working.x[first + $0 * layout.inner] }
    let largest = Quantity(scores.reduce(-Double.infinity) { max($0, $1.value) })
    var sum = working.sum("Σ exp(x − max x)")
    for score in scores { sum.add((score - largest).exponential) }
    let x = working.x[element]
    return working.line(
      "y = exp(x − max) / (Σ exp(x − max x))", ["x": x, "max": largest], sum: sum,
      (x - largest).exponential / sum.total)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    let output = Tensor(x.shape) { y in
      forEachPosition(of: x.shape) { channels in
        let largest = channels.reduce(-Float.infinity) { max($0, x[$1]) }
        var total = 0.0
        // y = exp(x − max x) / Σ exp(x − max x)
        for index in channels {
          y[index] = exp(x[index] - largest)
          total += Double(y[index])
        }
        for index in channels { y[index] = Float(Double(y[index]) / total) }
      }
    }
    return Pass(input: x, output: output, phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    // dx = y (dy − Σ y dy)
    Cotangent(input: wanted.contains(.input) ? derivative(dy, pass.output) : nil)
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = y (dx − Σ y dx): the same, for the Jacobian diag(y) − y yᵀ is symmetric
    derivative(dx, pass.output)
  }

  private func derivative(_ v: Tensor, _ y: Tensor) -> Tensor {
    Tensor(v.shape) { result in
      forEachPosition(of: v.shape) { channels in
        let mean = channels.reduce(0.0) { $0 + Double(y[$1]) * Double(v[$1]) }
        for index in channels { result[index] = y[index] * (v[index] - Float(mean)) }
      }
    }
  }

  /// Calls `body` with the indices of all channels, for every pixel of every example.
  private func forEachPosition(of shape: Shape, _ body: (StrideTo<Int>) -> Void) {
    let layout = ChannelLayout.channels(of: shape)
    let size = layout.channels * layout.inner
    for example in 0..<layout.examples {
      for pixel in 0..<layout.inner {
        let first = example * size + pixel
        body(stride(from: first, to: (example + 1) * size, by: layout.inner))
      }
    }
  }
}
