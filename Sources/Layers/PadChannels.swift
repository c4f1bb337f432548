// Zeros after the last channel: the parameter-free way to widen a shortcut.

import Kernels
package import Tensors

/// y = [x, 0]: `count` channels of zeros after those of x.
///
/// - Shapes: [N, C, H, W] → [N, C + count, H, W], or [N, D] → [N, D + count].
/// - Source: He, Zhang, Ren and Sun 2016, section 3.3, option A.
package struct PadChannels: Layer {
  package static let card = LayerCard(
    name: "padchannels",
    summary: "Adds channels of zeros after the last one.",
    formula: "y = [x, 0]",
    derivative: "dx = dy without the added channels",
    shapes: "[N, C, H, W] → [N, C + count, H, W]",
    source: "He, Zhang, Ren and Sun 2016, section 3.3, option A",
    parameters: [.init("count", nil, "how many channels are added")])

  package let arguments: LayerArguments
  private let added: Int

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    added = try arguments.integer("count", in: 0...Shape.limit)
  }

  package func coupling(in phase: Phase) -> Coupling { .element }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    _ = try input.channels()
    return try widened(input).bounded(from: input)
  }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let (old, new) = (working.shape.example.count, widened(working.shape).example.count)
    guard element % new < old else { return working.line("y = 0", [:], Quantity(0)) }
    let x = working.x[element / new * old + element % new]
    return working.line("y = x", ["x": x], x)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    // y = [x, 0]
    Pass(input: x, output: fitted(x, to: widened(x.shape)), phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    // dx = dy without the added channels
    Cotangent(input: wanted.contains(.input) ? fitted(dy, to: pass.input.shape) : nil)
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = [dx, 0]
    fitted(dx, to: widened(dx.shape))
  }

  private func widened(_ shape: Shape) -> Shape {
    var extents = shape.extents
    extents[1] += added
    return Shape(extents)
  }

  /// Every example of `x` cut, or continued with zeros, to the length that `shape` has.
  private func fitted(_ x: Tensor, to shape: Shape) -> Tensor {
    let (old, new) = (x.shape.example.count, shape.example.count)
    return Tensor(shape) { y in
      for example in 0..<shape[0] {
        for index in 0..<new {
          y[example * new + index] = index < old ? x[example * old + index] : 0
        }
      }
    }
  }
}
