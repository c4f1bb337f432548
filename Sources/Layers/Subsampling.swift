// LeNet's trainable pooling: sums over windows, with a coefficient and a bias a channel.

import Kernels
package import Tensors

/// y[n, c, i, j] = w[c] Σ x over the window + b[c]; the windows touch but do not overlap.
///
/// - Shapes: [N, C, H, W] → [N, C, ⌊H/K⌋, ⌊W/K⌋]; `weight` [C], `bias` [C].
/// - Start values: w = 1/K², b = 0: an average pooling.
/// - Memo: `sum`, the sums over the windows.
/// - Source: LeCun, Bottou, Bengio and Haffner 1998, section II.B (layer S2).
package struct Subsampling: Layer {
  package static let card = LayerCard(
    name: "subsample",
    summary: "Sums every window, and scales and shifts the sum by channel.",
    formula: "y = w Σ x + b over the window",
    derivative: "dx = w dy;  dw = Σ dy (Σ x);  db = Σ dy",
    shapes: "[N, C, H, W] → [N, C, ⌊H/K⌋, ⌊W/K⌋]",
    source: "LeCun, Bottou, Bengio and Haffner 1998, section II.B",
    parameters: [.init("kernel", nil, "height and width K of the window, and its step")])

  package let arguments: LayerArguments
  package var parameters: NamedTensors
  private let channels: Int
  private let window: Window

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    channels = try input.imageChannels()
    window = Window(tiling: try arguments.integer("kernel", in: 1...4096))
    parameters = NamedTensors([
      ("weight", Tensor(repeating: 1 / Float(window.kernel * window.kernel), [channels])),
      ("bias", .zeros([channels])),
    ])
  }

  package func coupling(in phase: Phase) -> Coupling { .example }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    guard try input.imageChannels() == channels else {
      throw ShapeMismatch(needed: "[N, \(channels), H, W]", given: input)
    }
    return try window.outputShape(for: input, channels: channels)
  }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let area = window.positions(along: working.shape[2]) * window.positions(along: working.shape[3])
    var sum = working.sum("Σ x")
    window.forEachPixel(of: element / area, at: element % area, in: working.shape) { pixel, _ in
      sum.add(working.x[pixel])
    }
    let channel = element / area % channels
    guard let weight = working["weight"]?[channel], let bias = working["bias"]?[channel] else {
      return Quantity(0)
    }
    return working.line(
      "y = w·(Σ x) + b", ["w": weight, "b": bias], sum: sum, weight * sum.total + bias)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    // y = w Σ x + b
    let sums = area * x.averages(over: window)
    return Pass(
      input: x, output: affine(sums, weight, parameters["bias"]),
      memo: NamedTensors([("sum", sums)]), phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    var result = Cotangent(input: nil)
    if wanted.contains(.input) {
      // dx = w dy
      result.input = (area * affine(dy, weight, nil)).spread(over: window, from: pass.input.shape)
    }
    if wanted.contains(.parameters), let sums = pass.memo["sum"] {
      let layout = ChannelLayout.channels(of: dy.shape)
      // dw = Σ dy (Σ x)
      result.parameters["weight"] = Tensor([channels], dy.channelProducts(with: sums, layout))
      // db = Σ dy
      result.parameters["bias"] = Tensor([channels], dy.channelSums(layout))
    }
    return result
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = w Σ dx + db
    var dy = affine(area * dx.averages(over: window), weight, dp["bias"])
    // + dw Σ x
    if let weight = dp["weight"], let sums = pass.memo["sum"] { dy += affine(sums, weight, nil) }
    return dy
  }

  private var weight: Tensor { parameters["weight"] ?? .zeros([channels]) }
  /// K², which turns a window's mean into its sum.
  private var area: Float { Float(window.kernel * window.kernel) }

  /// w s + b, by channel.
  private func affine(_ sums: Tensor, _ weight: Tensor, _ bias: Tensor?) -> Tensor {
    let shift = bias?.doubles ?? Array(repeating: 0, count: channels)
    return sums.mapped(
      by: ChannelAffine(scale: weight.doubles, shift: shift), .channels(of: sums.shape))
  }
}
