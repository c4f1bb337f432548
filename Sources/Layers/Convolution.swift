// The convolutional layer: one small window of weights, moved over the whole image.

package import Tensors
import Kernels

/// y[n, o, i, j] = b[o] + Σ_{c,u,v} W[o, c, u, v] x[n, c, i·s + u·d − p, j·s + v·d − p]: a
/// cross-correlation with stride s, dilation d and a border of p zeros. With g groups, c runs over
/// the C/g input channels of o's group. With a table of connections, c runs over the channels that o is
/// connected to; the other entries of W are 0 and stay 0.
///
/// - Shapes: x [N, C, H, W] → y [N, O, H′, W′], H′ = ⌊(H + 2p − d(K − 1) − 1) / s⌋ + 1;
///   `weight` [O, C/g, K, K], `bias` [O].
/// - Start values: both U(−1/√F, 1/√F), F = K²·C/g.
/// - Memo: nothing; the derivatives need only x and W.
/// - Source: PyTorch `torch.nn.Conv2d`.
package struct Convolution: Layer {
  package static let card = LayerCard(
    name: "conv",
    summary: "Moves O small windows of weights over the image.",
    formula: "y = x ⋆ W + b",
    derivative: "dx = dy ⋆ᵀ W;  dW = x ⋆ dy;  db = Σ dy over N, H, W",
    shapes: "[N, C, H, W] → [N, O, H', W'],  H' = ⌊(H + 2p − d(K−1) − 1)/s⌋ + 1",
    source: "PyTorch, torch.nn.Conv2d",
    parameters: [
      .init("out", nil, "number of output channels O"),
      .init("kernel", 3, "height and width K of the window"),
      .init("stride", 1, "step s from one position to the next"),
      .init("padding", "same", "border p of zeros; same is d(K−1)/2"),
      .init("dilation", 1, "distance d between the window's pixels"),
      .init("groups", 1, "parts g that the channels fall into, each seeing only its own"),
      .init("bias", true, "whether b is added"),
      .init("connections", "all", "the inputs that each output sees: \"012 123 …\", or all"),
    ])

  package static let isWeightLayer = true

  package let arguments: LayerArguments
  private var stored: NamedTensors
  package var parameters: NamedTensors {
    get { stored }
    set { stored = Self.connected(newValue, by: connections) }
  }
  private let window: Window
  private let groups: Int
  /// nil: every output sees every input of its group.
  private let connections: Connections?
  private let inputs: Int
  private let outputs: Int

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    let inputs = try input.imageChannels()
    let window = try Window(convolution: arguments)
    let groups = try arguments.integer("groups")
    guard inputs % groups == 0 else {
      throw ArgumentMistake(parameter: "groups", needed: "a divisor of \(inputs) input channels")
    }
    _ = try window.outputShape(for: input, channels: 1)
    let weights = window.kernel * window.kernel * (inputs / groups)
    let outputs = try arguments.integer("out", in: 1...max(1, Shape.limit / weights))
    guard outputs % groups == 0 else {
      throw ArgumentMistake(parameter: "out", needed: "a multiple of \(groups) groups")
    }
    self.arguments = arguments
    self.inputs = inputs
    self.outputs = outputs
    self.window = window
    self.groups = groups
    connections = try Self.connections(arguments, inputs: inputs, outputs: outputs, groups: groups)
    let start = standardStart(
      weight: [outputs, inputs / groups, window.kernel, window.kernel],
      bias: try arguments.flag("bias"), randomness: randomness)
    stored =
      connections.map {
        Self.connected(
          Initializer.standard.apply(to: start, shares: $0.shares, randomness: randomness), by: $0)
      } ?? start
  }

  private static func connections(
    _ arguments: LayerArguments, inputs: Int, outputs: Int, groups: Int
  ) throws(ArgumentMistake) -> Connections? {
    guard let text = arguments.text("connections"), text != "all" else { return nil }
    guard groups == 1 else {
      throw ArgumentMistake(parameter: "groups", needed: "1 where connections are given")
    }
    return try Connections(text, inputs: inputs, outputs: outputs)
  }

  /// The parameters with weights 0 where there is no connection.
  private static func connected(
    _ parameters: NamedTensors, by connections: Connections?
  ) -> NamedTensors {
    guard let connections, let weight = parameters["weight"] else { return parameters }
    var parameters = parameters
    parameters["weight"] = connections.masked(weight)
    return parameters
  }

  package static func weightCount(_ arguments: LayerArguments, input: Shape) -> Double {
    guard input.rank == 4, let out = arguments.double("out"),
      let kernel = arguments.double("kernel")
    else { return 0 }
    return out * kernel * kernel * Double(input[1]) / max(1, arguments.double("groups") ?? 1)
  }

  private func connected(_ weight: Tensor) -> Tensor { connections?.masked(weight) ?? weight }

  private var weightShape: Shape { [outputs, inputs / groups, window.kernel, window.kernel] }
  private var weight: Tensor { parameters["weight"] ?? .zeros(weightShape) }

  package func coupling(in phase: Phase) -> Coupling { .example }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    guard try input.imageChannels() == inputs else {
      throw ShapeMismatch(needed: "[N, \(inputs), H, W]", given: input)
    }
    return try window.outputShape(for: input, channels: outputs)
  }

  private var weights: Int {
    connections.map { $0.count * window.kernel * window.kernel } ?? weightShape.count
  }

  package var parameterCount: Int { weights + (parameters["bias"]?.count ?? 0) }

  package var sharesSeen: [Double]? { connections?.shares }

  package func multiplyAdds(for input: Shape) -> Int {
    weights * window.positions(along: input[1]) * window.positions(along: input[2])
  }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    let area = window.positions(along: working.shape[2]) * window.positions(along: working.shape[3])
    let output = element / area % outputs
    let (share, kernel) = (inputs / groups, window.kernel)
    guard let weight = working["weight"] else { return Quantity(0) }
    let x = working.x
    var sum = working.sum("Σ W·x")
    for channel in 0..<share {
      let plane =
        element / area / outputs * inputs + output / (outputs / groups) * share + channel
      window.forEachPixel(of: plane, at: element % area, in: working.shape) { pixel, tap in
        sum.add(
          weight[(output * share + channel) * kernel * kernel + tap], x[pixel])
      }
    }
    guard let bias = working["bias"]?[output] else {
      return working.line("y = Σ W·x", sum: sum, sum.total)
    }
    return working.line("y = Σ W·x + b", ["b": bias], sum: sum, sum.total + bias)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    // y = x ⋆ W + b
    Pass(input: x, output: correlate(x, weight, parameters["bias"]), phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    let (x, dy) = (pass.input.ordered(order), dy.ordered(order))
    var wants = ConvolutionGradients()
    // dx = dy ⋆ᵀ W
    if wanted.contains(.input) { wants.dx = FloatBuffer(count: x.count) }
    if wanted.contains(.parameters) {
      // dW = x ⋆ dy
      wants.dw = FloatBuffer(count: weightShape.count)
      // db = Σ dy over N, H, W
      if parameters["bias"] != nil { wants.db = FloatBuffer(count: outputs) }
    }
    convolveGradients(x.numbers, dy.numbers, weight.buffer, into: wants, geometry(for: x.shape))
    var result = Cotangent(input: wants.dx.map { Tensor(x.shape, order, buffer: $0) })
    if let dw = wants.dw {
      result.parameters["weight"] = connected(Tensor(weightShape, buffer: dw))
    }
    if let db = wants.db { result.parameters["bias"] = Tensor([outputs], buffer: db) }
    return result
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = dx ⋆ W + x ⋆ dW + db
    var dy = correlate(dx, weight, dp["bias"])
    if let weight = dp["weight"] { dy += correlate(pass.input, connected(weight), nil) }
    return dy
  }

  package func squaredJacobian(at pass: Pass) -> Double? {
    // ‖J‖² = N Σ 1 ⋆ W²: every weight counts once for each pixel that it meets
    let pixels = Tensor(repeating: 1, pass.input.shape.example.batched(1))
    return Double(pass.input.shape[0]) * correlate(pixels, weight * weight, nil).sum
  }

  /// x ⋆ W + b.
  private func correlate(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?) -> Tensor {
    let geometry = geometry(for: x.shape)
    let (height, width) = (window.positions(along: x.shape[2]), window.positions(along: x.shape[3]))
    return Tensor([x.shape[0], outputs, height, width], order) {
      convolve(
        x.ordered(order).numbers, weight.buffer, bias: bias?.buffer, into: $0, geometry)
    }
  }

  /// How x and y are to lie in memory.
  private var order: MemoryOrder { .fastest(forOutputs: outputs) }

  private func geometry(for input: Shape) -> ConvolutionGeometry {
    ConvolutionGeometry(
      batch: input[0], inChannels: inputs, height: input[2], width: input[3],
      outChannels: outputs, kernelHeight: window.kernel, kernelWidth: window.kernel,
      stride: window.stride, padding: window.padding, dilation: window.dilation, groups: groups,
      order: order)
  }
}
