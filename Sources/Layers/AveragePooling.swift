// Average pooling: of every window, the mean passes.

package import Kernels
package import Tensors

/// y[n, c, i, j] = mean of x over the window at (i, j); the border's zeros are counted.
///
/// - Shapes: [N, C, H, W] → [N, C, H′, W′], H′ = ⌊(H + 2p − K) / s⌋ + 1.
/// - Source: PyTorch `torch.nn.AvgPool2d` (count_include_pad).
package struct AveragePooling: Layer {
  package static let card = LayerCard(
    name: "avgpool",
    summary: "Passes the mean of every window.",
    formula: "y = Σ x / K² over the window",
    derivative: "dx = Σ dy / K² over the windows that hold x",
    shapes: "[N, C, H, W] → [N, C, H', W'],  H' = ⌊(H + 2p − K)/s⌋ + 1",
    source: "PyTorch, torch.nn.AvgPool2d",
    parameters: poolingParameters)

  package let arguments: LayerArguments
  private let window: Window

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    window = try Window(pooling: arguments)
  }

  package func coupling(in phase: Phase) -> Coupling { .example }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    try window.outputShape(for: input, channels: input.imageChannels())
  }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let area = window.positions(along: working.shape[2]) * window.positions(along: working.shape[3])
    var sum = working.sum("Σ x")
    window.forEachPixel(of: element / area, at: element % area, in: working.shape) { pixel, _ in
      sum.add(working.x[pixel])
    }
    let taps = Quantity(Double(window.kernel * window.kernel))
    return working.line("y = (Σ x) / K²", ["K²": taps], sum: sum, sum.total / taps)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    // y = Σ x / K²
    Pass(input: x, output: x.averages(over: window), phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    vjp(dy, of: pass, wanted: wanted, then: nil)
  }

  package func vjp(
    _ dy: Tensor, of pass: Pass, wanted: Wanted, then epilogue: Epilogue?
  ) -> Cotangent {
    // dx = Σ dy / K² over the windows that hold x
    Cotangent(
      input: wanted.contains(.input)
        ? dy.spread(over: window, from: pass.input.shape, then: epilogue) : nil)
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = Σ dx / K²
    dx.averages(over: window)
  }

  package func squaredJacobian(at pass: Pass) -> Double? {
    // ‖J‖² = Σ 1 / K⁴ over the windows' pixels
    let share = Tensor(repeating: 1, pass.input.shape).averages(over: window).sum
    return share / Double(window.kernel * window.kernel)
  }
}
