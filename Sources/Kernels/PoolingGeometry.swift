// The sizes of a two-dimensional pooling.

/// What a pooling reads and writes: x [planes, H, W, depth], y [planes, H', W', depth], square
/// windows; windows that would not fit are left out (PyTorch's floor mode).
package struct PoolingGeometry: Sendable, Equatable {
  /// Examples times channels; with channels last, examples.
  package var planes: Int
  /// The numbers of one pixel, each pooled for itself: 1; with channels last, channels.
  package var depth: Int
  package var height, width, kernel, stride, padding: Int

  /// The padding is at most half of the kernel, so that every window sees a number.
  package init(
    planes: Int, depth: Int = 1, height: Int, width: Int, kernel: Int, stride: Int,
    padding: Int = 0
  ) {
    precondition(min(planes, height, width, padding) >= 0 && min(kernel, stride) > 0)
    precondition(2 * padding <= kernel)
    self.depth = depth
    (self.planes, self.height, self.width) = (planes, height, width)
    (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
  }

  /// Zero if the window does not fit.
  package var outHeight: Int { positions(in: height) }
  package var outWidth: Int { positions(in: width) }

  /// The numbers of one plane.
  var inputArea: Int { height * width * depth }
  var outputArea: Int { outHeight * outWidth * depth }

  package var inputCount: Int { planes * inputArea }
  package var outputCount: Int { planes * outputArea }

  private func positions(in size: Int) -> Int {
    let room = size + 2 * padding - kernel
    return room < 0 || size == 0 ? 0 : room / stride + 1
  }

  /// The rows (or columns) inside of a plane of the window at an output row (or column).
  func window(at position: Int, in size: Int) -> Range<Int> {
    let start = position * stride - padding
    let end = min(size, start + kernel)
    return min(max(0, start), end)..<end
  }

  /// Whether every number of a plane lies in exactly one window.
  var isTiling: Bool {
    kernel == stride && padding == 0 && height % kernel == 0 && width % kernel == 0
  }

  /// Lets `epilogue` visit a plane of the input's gradient, if that is an example with channels last.
  func visit(_ plane: Int, _ image: UnsafeMutablePointer<Float>, then epilogue: Epilogue?) {
    guard let epilogue, epilogue.goes(by: height * width, of: depth) else { return }
    epilogue.visit(plane * height * width..<(plane + 1) * height * width, image)
  }

  /// Ranges of planes of which each is worth a thread.
  func forEachPlane(_ body: (Int) -> Void) {
    let work = max(1, max(inputArea, outputArea * kernel * kernel))
    Threads.forEachRange(of: planes, grain: max(1, (1 << 15) / work)) { planes in
      for plane in planes { body(plane) }
    }
  }
}
