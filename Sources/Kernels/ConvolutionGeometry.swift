// The sizes of a two-dimensional convolution.

/// What a convolution reads and writes: x [N, C, H, W], w [O, C / groups, K, K'], y [N, O, H', W'].
///
/// Output (n, o, i, j) is the sum over its group's channels c and the window (k, l) of
/// x[n, c, i · stride + k · dilation − padding, j · stride + l · dilation − padding] · w[o, c, k, l],
/// with zeros outside of x: PyTorch's `conv2d`.
package struct ConvolutionGeometry: Sendable, Equatable {
  package var batch, inChannels, height, width: Int
  package var outChannels, kernelHeight, kernelWidth: Int
  package var stride, padding, dilation, groups: Int
  /// How x and y lie in memory; w is always row-major.
  package var order: MemoryOrder

  package init(
    batch: Int, inChannels: Int, height: Int, width: Int, outChannels: Int,
    kernelHeight: Int, kernelWidth: Int,
    stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1,
    order: MemoryOrder = .rowMajor
  ) {
    precondition(min(batch, inChannels, height, width, outChannels, padding) >= 0)
    precondition(min(kernelHeight, kernelWidth, stride, dilation, groups) > 0)
    precondition(inChannels % groups == 0 && outChannels % groups == 0)
    (self.batch, self.inChannels, self.height, self.width) = (batch, inChannels, height, width)
    (self.outChannels, self.kernelHeight) = (outChannels, kernelHeight)
    (self.kernelWidth, self.stride, self.padding) = (kernelWidth, stride, padding)
    (self.dilation, self.groups, self.order) = (dilation, groups, order)
  }

  /// Zero if the window does not fit.
  package var outHeight: Int { positions(of: kernelHeight, in: height) }
  package var outWidth: Int { positions(of: kernelWidth, in: width) }

  /// The pixels of all examples of x.
  var pixelCount: Int { batch * height * width }

  package var inputCount: Int { batch * inChannels * height * width }
  package var outputCount: Int { batch * outChannels * outHeight * outWidth }
  package var weightCount: Int { outChannels * groupInChannels * kernelHeight * kernelWidth }

  /// Channels that one output channel reads, and output channels a group writes.
  package var groupInChannels: Int { inChannels / groups }
  package var groupOutChannels: Int { outChannels / groups }

  /// Traps if a buffer has another size than this geometry says.
  func check(x: any Numbers, w: FloatBuffer, bias: FloatBuffer? = nil, y: any Numbers) {
    precondition(x.count == inputCount && w.count == weightCount && y.count == outputCount)
    precondition(bias.map { $0.count == outChannels } ?? true)
  }

  /// Whether a window is one number and every number is read once: a matrix product as it stands.
  var isPointwise: Bool {
    kernelHeight == 1 && kernelWidth == 1 && stride == 1 && padding == 0
  }

  private func positions(of kernel: Int, in size: Int) -> Int {
    let room = size + 2 * padding - dilation * (kernel - 1) - 1
    return room < 0 ? 0 : room / stride + 1
  }
}
