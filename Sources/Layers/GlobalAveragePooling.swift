// Global average pooling: every channel becomes its mean.

import Kernels
package import Tensors

/// y[n, c] = mean of x over H and W.
///
/// - Shapes: [N, C, H, W] → [N, C].
/// - Source: Lin, Chen and Yan 2014; PyTorch `torch.nn.AdaptiveAvgPool2d(1)`, flattened.
package struct GlobalAveragePooling: Layer {
  package static let card = LayerCard(
    name: "globalavgpool",
    summary: "Replaces every channel by its mean.",
    formula: "y = Σ x / (H W) over H, W",
    derivative: "dx = dy / (H W)",
    shapes: "[N, C, H, W] → [N, C]",
    source: "Lin, Chen and Yan 2014; PyTorch, torch.nn.AdaptiveAvgPool2d(1)")

  package let arguments: LayerArguments

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) {
    self.arguments = arguments
  }

  package func coupling(in phase: Phase) -> Coupling { .example }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    [input[0], try input.imageChannels()]
  }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let area = working.shape[2] * working.shape[3]
    var sum = working.sum("Σ x")
    for pixel in 0..<area { sum.add(working.x[element * area + pixel]) }
    let pixels = Quantity(Double(area))
    return working.line("y = (Σ x) / (H W)", ["(H W)": pixels], sum: sum, sum.total / pixels)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    // y = Σ x / (H W)
    Pass(input: x, output: means(x), phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    guard wanted.contains(.input) else { return Cotangent(input: nil) }
    let area = pass.input.inner
    // dx = dy / (H W)
    return Cotangent(
      input: Tensor(pass.input.shape) { dx in
        for plane in 0..<dy.count {
          let share = dy[plane] / Float(area)
          for pixel in 0..<area { dx[plane * area + pixel] = share }
        }
      })
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = Σ dx / (H W)
    means(dx)
  }

  private func means(_ x: Tensor) -> Tensor {
    Tensor(
      [x.shape[0], x.shape[1]],
      x.channelSums(.planes(of: x.shape)).map { $0 / Double(x.inner) })
  }
}
