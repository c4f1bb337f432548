// A square window that slides over images: what convolutions and poolings share.

import Tensors

/// A square window of `kernel` × `kernel` positions, `dilation` apart, that moves by `stride` over
/// an image with a border of `padding` zeros.
struct Window: Sendable, Equatable {
  let kernel: Int
  let stride: Int
  let padding: Int
  let dilation: Int

  /// Larger windows and borders are refused, so that no product of extents can overflow.
  private static let largest = 4096

  /// The window of `conv`: `same` padding is dilation · (kernel − 1) / 2.
  init(convolution arguments: LayerArguments) throws(ArgumentMistake) {
    kernel = try arguments.integer("kernel", in: 1...Self.largest)
    stride = try arguments.integer("stride", in: 1...Self.largest)
    dilation = try arguments.integer("dilation", in: 1...Self.largest)
    padding = try arguments.integer(
      "padding", or: "same", meaning: dilation * (kernel - 1) / 2, in: 0...Self.largest)
  }

  /// The window of a pooling. As in PyTorch, its border is at most half a window, so that every
  /// window covers at least one pixel.
  init(pooling arguments: LayerArguments) throws(ArgumentMistake) {
    kernel = try arguments.integer("kernel", in: 1...Self.largest)
    stride = try arguments.integer(
      "stride", or: "kernel", meaning: kernel, in: 1...Self.largest)
    padding = try arguments.integer("padding", in: 0...kernel / 2)
    dilation = 1
  }

  /// The window whose positions touch but do not overlap.
  init(tiling kernel: Int) {
    self.kernel = kernel
    stride = kernel
    padding = 0
    dilation = 1
  }

  /// How many pixels one window spans along each axis.
  var span: Int { dilation * (kernel - 1) + 1 }

  /// How many positions it takes along an axis of `extent` pixels.
  func positions(along extent: Int) -> Int { (extent + 2 * padding - span) / stride + 1 }

  /// [N, channels, H', W'] for [N, C, H, W].
  func outputShape(for input: Shape, channels: Int) throws(ShapeMismatch) -> Shape {
    let least = max(1, span - 2 * padding)
    guard input[2] >= least, input[3] >= least else {
      throw ShapeMismatch(
        needed: "[N, \(input[1]), ≥\(least), ≥\(least)]", given: input,
        advice: "a smaller kernel, or more padding")
    }
    let output: Shape = [
      input[0], channels, positions(along: input[2]), positions(along: input[3]),
    ]
    return try output.bounded(from: input)
  }

  /// Calls `body` with every pixel under the window at output position `position` of plane `plane`
  /// of images of shape `input`: its index, and which of the K·K taps meets it.
  func forEachPixel(
    of plane: Int, at position: Int, in input: Shape, _ body: (_ pixel: Int, _ tap: Int) -> Void
  ) {
    let (height, width) = (input[2], input[3])
    let across = positions(along: width)
    let top = position / across * stride - padding
    let left = position % across * stride - padding
    for u in 0..<kernel {
      let row = top + u * dilation
      guard row >= 0, row < height else { continue }
      for v in 0..<kernel {
        let column = left + v * dilation
        guard column >= 0, column < width else { continue }
        body((plane * height + row) * width + column, u * kernel + v)
      }
    }
  }
}
