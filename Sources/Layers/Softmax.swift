// Softmax: scores become probabilities.

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
    let layout = ChannelLayout.channels(of: x.shape)
    // y = exp(x − max x) / Σ exp(x − max x)
    let output = Tensor(x.shape) {
      softmax(
        x.buffer, into: $0, examples: layout.examples, channels: layout.channels,
        inner: layout.inner)
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
    let layout = ChannelLayout.channels(of: v.shape)
    return Tensor(v.shape) {
      softmaxSlope(
        y.buffer, to: v.buffer, into: $0, examples: layout.examples, channels: layout.channels,
        inner: layout.inner)
    }
  }
}
