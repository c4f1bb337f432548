// Convolution of any kind over pixels [N, H, W, C], as matrix products with unfolded windows.

/// One example and group at a time: the windows [H' · W', K · K' · C / groups] times the weights
/// [K · K' · C / groups, O / groups]. What a window takes of a pixel lies together, so that
/// unfolding copies runs, and a pointwise convolution needs none.
package struct ChannelsLastConvolution {
  let g: ConvolutionGeometry

  package init(_ geometry: ConvolutionGeometry) { g = geometry }

  private var taps: Int { g.kernelHeight * g.kernelWidth }
  private var window: Int { taps * g.groupInChannels }
  private var positions: Int { g.outHeight * g.outWidth }
  private var groupWeights: Int { window * g.groupOutChannels }

  /// y = x ⋆ w + bias
  package func convolve(
    _ x: any Numbers, _ w: FloatBuffer, bias: FloatBuffer?, into y: FloatBuffer
  ) {
    let x = x.whole
    g.check(x: x, w: w, bias: bias, y: y)
    let weights = byTaps(w)
    forEachExample { example in
      let result = y.pointer + example * positions * g.outChannels
      if let bias {
        for position in 0..<positions {
          (result + position * g.outChannels).update(from: bias.pointer, count: g.outChannels)
        }
      }
      for group in 0..<g.groups {
        let windows = unfolded(x, example, group)
        multiplyOnThisThread(
          windows.operand, matrix(weights, group), into: result + group * g.groupOutChannels,
          leading: g.outChannels, rows: positions, columns: g.groupOutChannels, inner: window,
          adding: bias != nil)
      }
    }
  }

  /// dx = the windows' gradients dy · wᵀ, folded back.
  package func inputGradient(_ dy: any Numbers, _ w: FloatBuffer, into dx: FloatBuffer) {
    let dy = dy.whole
    g.check(x: dx, w: w, y: dy)
    let weights = byTaps(w)
    forEachExample { example in
      let image = dx.pointer + example * g.height * g.width * g.inChannels
      if !g.isPointwise { image.update(repeating: 0, count: g.height * g.width * g.inChannels) }
      for group in 0..<g.groups {
        let target = image + group * g.groupInChannels
        let scratch = g.isPointwise ? nil : FloatBuffer(count: positions * window)
        multiplyOnThisThread(
          output(dy, example, group), matrix(weights, group, transposed: true),
          into: scratch?.pointer ?? target, leading: scratch == nil ? g.inChannels : window,
          rows: positions, columns: window, inner: g.groupOutChannels, adding: false)
        guard let scratch else { continue }
        forEachRun { pixel, place in
          let (from, to) = (scratch.pointer + place, target + pixel * g.inChannels)
          for channel in 0..<g.groupInChannels { to[channel] += from[channel] }
        }
      }
    }
  }

  /// dw = Σ over examples of windowsᵀ · dy
  package func weightGradient(_ x: any Numbers, _ dy: any Numbers, into dw: FloatBuffer) {
    let (x, dy) = (x.whole, dy.whole)
    g.check(x: x, w: dw, y: dy)
    let weights = FloatBuffer(count: g.weightCount)
    sumOfPartialGradients(
      units: g.batch, count: g.weightCount, into: weights
    ) { examples, partial in
      for (step, example) in examples.enumerated() {
        for group in 0..<g.groups {
          var windows = unfolded(x, example, group)
          windows.operand.transposed = true
          multiplyOnThisThread(
            windows.operand, output(dy, example, group), into: partial + group * groupWeights,
            leading: g.groupOutChannels, rows: window, columns: g.groupOutChannels,
            inner: positions, adding: step > 0)
        }
      }
    }
    forEachWeight { plain, byTaps in dw.pointer[plain] = weights.pointer[byTaps] }
  }

  private func forEachExample(_ body: (Int) -> Void) { Threads.forEach(piece: g.batch, body) }

  /// The weights of each group as [K · K' · C / groups, O / groups].
  private func byTaps(_ w: FloatBuffer) -> FloatBuffer {
    let result = FloatBuffer(count: g.weightCount)
    forEachWeight { plain, byTaps in result.pointer[byTaps] = w.pointer[plain] }
    return result
  }

  /// Visits every weight's place in [O, C / groups, K, K'] and in the groups' matrices.
  private func forEachWeight(_ body: (_ plain: Int, _ byTaps: Int) -> Void) {
    for group in 0..<g.groups {
      for o in 0..<g.groupOutChannels {
        for c in 0..<g.groupInChannels {
          let plain = ((group * g.groupOutChannels + o) * g.groupInChannels + c) * taps
          for tap in 0..<taps {
            let row = tap * g.groupInChannels + c
            body(plain + tap, group * groupWeights + row * g.groupOutChannels + o)
          }
        }
      }
    }
  }

  private func matrix(_ weights: FloatBuffer, _ group: Int, transposed: Bool = false) -> Operand {
    Operand(
      pointer: UnsafePointer(weights.pointer + group * groupWeights), leading: g.groupOutChannels,
      transposed: transposed)
  }

  private func output(_ dy: FloatBuffer, _ example: Int, _ group: Int) -> Operand {
    Operand(
      pointer: UnsafePointer(
        dy.pointer + example * positions * g.outChannels + group * g.groupOutChannels),
      leading: g.outChannels)
  }

  /// The windows of one example and group, which for a pointwise convolution are x itself.
  private func unfolded(
    _ x: FloatBuffer, _ example: Int, _ group: Int
  ) -> (operand: Operand, owner: FloatBuffer) {
    let image =
      x.pointer + example * g.height * g.width * g.inChannels + group * g.groupInChannels
    if g.isPointwise {
      return (Operand(pointer: UnsafePointer(image), leading: g.inChannels), x)
    }
    let windows = FloatBuffer(repeating: 0, count: positions * window)
    forEachRun { pixel, place in
      (windows.pointer + place).update(
        from: image + pixel * g.inChannels, count: g.groupInChannels)
    }
    return (Operand(pointer: UnsafePointer(windows.pointer), leading: window), windows)
  }

  /// Visits every pixel that a window reads inside of the image, and its place in the windows.
  @inline(__always) private func forEachRun(_ body: (_ pixel: Int, _ place: Int) -> Void) {
    for position in 0..<positions {
      let (top, left) = (
        position / g.outWidth * g.stride - g.padding, position % g.outWidth * g.stride - g.padding
      )
      for tap in 0..<taps {
        let row = top + tap / g.kernelWidth * g.dilation
        let column = left + tap % g.kernelWidth * g.dilation
        guard row >= 0, row < g.height, column >= 0, column < g.width else { continue }
        body(row * g.width + column, position * window + tap * g.groupInChannels)
      }
    }
  }
}
