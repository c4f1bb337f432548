// Convolution of any kind as matrix products with unfolded windows (im2col).

/// One example and group at a time: the windows [C / groups · K · K', H' · W'] times the weights.
package struct UnfoldedConvolution {
  let g: ConvolutionGeometry

  package init(_ geometry: ConvolutionGeometry) { g = geometry }

  /// The numbers of one window, positions of the window, and weights of one group.
  private var window: Int { g.groupInChannels * g.kernelHeight * g.kernelWidth }
  private var positions: Int { g.outHeight * g.outWidth }
  private var groupWeights: Int { g.groupOutChannels * window }

  /// y = x ⋆ w + bias
  package func convolve(
    _ x: any Numbers, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer
  ) {
    let x = x.whole
    g.check(x: x, w: w, bias: bias, y: y)
    forEachExampleAndGroup { example, group in
      let windows = unfolded(x, example: example, group: group)
      let result = y.pointer + outputOffset(example, group)
      if let bias {
        for o in 0..<g.groupOutChannels {
          let value = bias.pointer[group * g.groupOutChannels + o]
          (result + o * positions).update(repeating: value, count: positions)
        }
      }
      multiplyOnThisThread(
        weights(w, group), Operand(pointer: windows.pointer, leading: positions),
        into: result, leading: positions,
        rows: g.groupOutChannels, columns: positions, inner: window, adding: bias != nil)
    }
  }

  /// dx = the windows' gradients wᵀ · dy, folded back.
  package func inputGradient(_ dy: any Numbers, _ w: FloatBuffer, into dx: FloatBuffer) {
    let dy = dy.whole
    g.check(x: dx, w: w, y: dy)
    forEachExampleAndGroup { example, group in
      let target = dx.pointer + inputOffset(example, group)
      let scratch = g.isPointwise ? nil : FloatBuffer(count: window * positions)
      multiplyOnThisThread(
        weights(w, group, transposed: true), output(dy, example, group),
        into: scratch?.pointer ?? target, leading: positions,
        rows: window, columns: positions, inner: g.groupOutChannels, adding: false)
      if let scratch { fold(scratch.pointer, into: target, g) }
    }
  }

  /// dw = Σ over examples of dy · windowsᵀ
  package func weightGradient(_ x: any Numbers, _ dy: any Numbers, into dw: FloatBuffer) {
    let (x, dy) = (x.whole, dy.whole)
    g.check(x: x, w: dw, y: dy)
    sumOfPartialGradients(units: g.batch, count: g.weightCount, into: dw) { examples, partial in
      for (step, example) in examples.enumerated() {
        for group in 0..<g.groups {
          let windows = unfolded(x, example: example, group: group)
          multiplyOnThisThread(
            output(dy, example, group),
            Operand(pointer: windows.pointer, leading: positions, transposed: true),
            into: partial + group * groupWeights, leading: window,
            rows: g.groupOutChannels, columns: window, inner: positions, adding: step > 0)
        }
      }
    }
  }

  private func forEachExampleAndGroup(_ body: (_ example: Int, _ group: Int) -> Void) {
    Threads.forEach(piece: g.batch * g.groups) { body($0 / g.groups, $0 % g.groups) }
  }

  /// The windows of one example and group, which for a pointwise convolution are x itself.
  private func unfolded(
    _ x: FloatBuffer, example: Int, group: Int
  ) -> (pointer: UnsafePointer<Float>, owner: FloatBuffer) {
    let image = UnsafePointer(x.pointer + inputOffset(example, group))
    if g.isPointwise { return (image, x) }
    let windows = FloatBuffer(count: window * positions)
    unfold(image, into: windows.pointer, g)
    return (UnsafePointer(windows.pointer), windows)
  }

  private func weights(_ w: FloatBuffer, _ group: Int, transposed: Bool = false) -> Operand {
    Operand(
      pointer: UnsafePointer(w.pointer + group * groupWeights), leading: window,
      transposed: transposed)
  }

  private func output(_ y: FloatBuffer, _ example: Int, _ group: Int) -> Operand {
    Operand(pointer: UnsafePointer(y.pointer + outputOffset(example, group)), leading: positions)
  }

  private func inputOffset(_ example: Int, _ group: Int) -> Int {
    (example * g.inChannels + group * g.groupInChannels) * g.height * g.width
  }

  private func outputOffset(_ example: Int, _ group: Int) -> Int {
    (example * g.outChannels + group * g.groupOutChannels) * positions
  }
}
