// Maximum pooling: of every window, only the largest value passes.

package import Kernels
package import Tensors

/// y[n, c, i, j] = max of x over the window at (i, j). The border counts as −∞; of equal values
/// the first in row order wins; a nan wins over everything.
///
/// - Shapes: [N, C, H, W] → [N, C, H′, W′], H′ = ⌊(H + 2p − K) / s⌋ + 1.
/// - Memo: nothing; the derivatives find the winners again from x, which is cheaper than keeping
///   them.
/// - Source: PyTorch `torch.nn.MaxPool2d`.
package struct MaximumPooling: Layer {
  package static let card = LayerCard(
    name: "maxpool",
    summary: "Passes the largest value of every window.",
    formula: "y = max x over the window",
    derivative: "dx = Σ dy over the windows that x won",
    shapes: "[N, C, H, W] → [N, C, H', W'],  H' = ⌊(H + 2p − K)/s⌋ + 1",
    source: "PyTorch, torch.nn.MaxPool2d",
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
    var pixels: [Int] = []
    window.forEachPixel(of: element / area, at: element % area, in: working.shape) { pixel, _ in
      pixels.append(pixel)
    }
    return working.largest(pixels)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    // y = x of the winner
    Pass(input: x, output: contest(over: x).output, phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    vjp(dy, of: pass, wanted: wanted, then: nil)
  }

  package func vjp(
    _ dy: Tensor, of pass: Pass, wanted: Wanted, then epilogue: Epilogue?
  ) -> Cotangent {
    guard wanted.contains(.input) else { return Cotangent(input: nil) }
    let shape = pass.input.shape
    let order = pass.input.order
    let winners = contest(over: pass.input).winners
    // dx = Σ dy over the windows that x won
    return Cotangent(
      input: Tensor(shape, order) {
        maximumPoolScatter(
          dy.ordered(order).storage, winners: winners, into: $0, window.pooling(of: shape, order),
          then: epilogue)
      })
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    let order = pass.input.order
    let winners = contest(over: pass.input).winners
    // dy = dx of the winner
    return Tensor(pass.output.shape, order) {
      maximumPoolGather(
        dx.ordered(order).storage, winners: winners, into: $0, window.pooling(of: dx.shape, order))
    }
  }

  package func squaredJacobian(at pass: Pass) -> Double? {
    // ‖J‖² = 1 for every window
    Double(pass.output.count)
  }

  /// The largest value of every window, and where it stands.
  private func contest(over x: Tensor) -> (output: Tensor, winners: IndexBuffer) {
    let shape = window.pooled(x.shape)
    let winners = IndexBuffer(count: shape.count)
    let output = Tensor(shape, x.order) {
      maximumPool(x.storage, into: $0, winners: winners, window.pooling(of: x.shape, x.order))
    }
    return (output, winners)
  }
}
