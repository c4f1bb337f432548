// The fast convolutions against the formula, over all kinds of sizes.

import Kernels
import Testing

@Suite struct ConvolutionTests {
  /// Plain sums of a few hundred Float32 products of numbers in ±1.
  static let plainTolerance: Float = 1e-5
  /// Minimal filtering loses up to a factor of ten more, see Lavin & Gray 2015, section 6.
  static let filteringTolerance: Float = 1e-4

  static let geometries: [ConvolutionGeometry] = {
    var all: [ConvolutionGeometry] = []
    for (height, width) in [(1, 1), (1, 4), (2, 3), (5, 5), (7, 4), (6, 9)] {
      for (kernelHeight, kernelWidth) in [(1, 1), (2, 2), (3, 3), (1, 3), (5, 5)] {
        for (stride, padding, dilation) in [
          (1, 0, 1), (1, 1, 1), (2, 0, 1), (2, 1, 1), (3, 4, 1), (1, 2, 2), (2, 3, 3),
        ] {
          for (batch, inChannels, outChannels, groups) in [
            (1, 1, 1, 1), (2, 3, 2, 1), (3, 4, 6, 2), (2, 3, 3, 3),
          ] {
            all.append(
              ConvolutionGeometry(
                batch: batch, inChannels: inChannels, height: height, width: width,
                outChannels: outChannels, kernelHeight: kernelHeight, kernelWidth: kernelWidth,
                stride: stride, padding: padding, dilation: dilation, groups: groups))
          }
        }
      }
    }
    return all
  }()

  static let filteringGeometries: [ConvolutionGeometry] = {
    var all: [ConvolutionGeometry] = []
    for (height, width) in [
      (1, 1), (1, 2), (2, 1), (3, 3), (4, 4), (5, 5), (6, 7), (8, 8), (9, 17), (16, 16), (13, 18),
    ] {
      for (inChannels, outChannels) in [(1, 1), (3, 16), (16, 3), (17, 33), (32, 24)] {
        for batch in [1, 3] {
          all.append(
            ConvolutionGeometry(
              batch: batch, inChannels: inChannels, height: height, width: width,
              outChannels: outChannels, kernelHeight: 3, kernelWidth: 3, padding: 1))
        }
      }
    }
    return all
  }()

  @Test func `a convolution and its gradients follow the formula for every geometry`() {
    for g in Self.geometries {
      let tolerance =
        WinogradConvolution(g) == nil ? Self.plainTolerance : Self.filteringTolerance
      let found = results(
        g, convolve: { convolve($0, $1, bias: $2, into: $3, g) },
        inputGradient: { inputGradient($0, $1, into: $2, g) },
        weightGradient: { weightGradient($0, $1, into: $2, g) })
      expect(found, near: reference(g), tolerance: tolerance, "\(g)")
    }
  }

  @Test func `with channels last a convolution is the same, in another order`() {
    for g in Self.geometries + Self.filteringGeometries {
      var last = g
      last.order = .channelsLast
      let isFiltered = WinogradConvolution(g) != nil
      let found = results(
        g,
        convolve: { x, w, bias, y in
          let result = FloatBuffer(repeating: .nan, count: y.count)
          convolve(inputs(x, g, to: .channelsLast), w, bias: bias, into: result, last)
          y.pointer.update(from: outputs(result, g, to: .rowMajor).pointer, count: y.count)
        },
        inputGradient: { dy, w, dx in
          let result = FloatBuffer(repeating: .nan, count: dx.count)
          inputGradient(outputs(dy, g, to: .channelsLast), w, into: result, last)
          dx.pointer.update(from: inputs(result, g, to: .rowMajor).pointer, count: dx.count)
        },
        weightGradient: { x, dy, dw in
          weightGradient(
            inputs(x, g, to: .channelsLast), outputs(dy, g, to: .channelsLast), into: dw, last)
        })
      expect(
        found, near: reference(g),
        tolerance: isFiltered ? Self.filteringTolerance : Self.plainTolerance, "\(g)")
    }
  }

  /// dx alone.
  private func inputGradient(
    _ dy: FloatBuffer, _ w: FloatBuffer, into dx: FloatBuffer, _ g: ConvolutionGeometry
  ) {
    convolveGradients(
      FloatBuffer(count: g.inputCount), dy, w, into: ConvolutionGradients(dx: dx), g)
  }

  /// dw alone.
  private func weightGradient(
    _ x: FloatBuffer, _ dy: FloatBuffer, into dw: FloatBuffer, _ g: ConvolutionGeometry
  ) {
    convolveGradients(
      x, dy, FloatBuffer(count: g.weightCount), into: ConvolutionGradients(dw: dw), g)
  }

  private func inputs(
    _ x: FloatBuffer, _ g: ConvolutionGeometry, to order: MemoryOrder
  ) -> FloatBuffer {
    reordered(x, to: order, g.batch, channels: g.inChannels, inner: g.height * g.width)
  }

  private func outputs(
    _ y: FloatBuffer, _ g: ConvolutionGeometry, to order: MemoryOrder
  ) -> FloatBuffer {
    reordered(y, to: order, g.batch, channels: g.outChannels, inner: g.outHeight * g.outWidth)
  }

  private func reordered(
    _ x: FloatBuffer, to order: MemoryOrder, _ examples: Int, channels: Int, inner: Int
  ) -> FloatBuffer {
    let result = FloatBuffer(count: x.count)
    reorder(x, to: order, into: result, examples: examples, channels: channels, inner: inner)
    return result
  }

  @Test func `unfolding follows the formula where minimal filtering is the rule`() {
    for g in Self.filteringGeometries {
      let unfolded = UnfoldedConvolution(g)
      let found = results(
        g, convolve: unfolded.convolve, inputGradient: unfolded.inputGradient,
        weightGradient: unfolded.weightGradient)
      expect(found, near: reference(g), tolerance: Self.plainTolerance, "\(g)")
    }
  }

  @Test func `minimal filtering follows the formula with every kind of vectors`() throws {
    for g in Self.filteringGeometries {
      let expected = reference(g)
      for vectors in WinogradConvolution.Vectors.allCases where vectors <= .widest {
        let winograd = try #require(WinogradConvolution(g, vectors: vectors))
        let found = results(
          g, convolve: winograd.convolve, inputGradient: winograd.inputGradient,
          weightGradient: winograd.weightGradient)
        expect(found, near: expected, tolerance: Self.filteringTolerance, "\(vectors) \(g)")
      }
    }
  }

  @Test func `an empty batch gives an empty output and zero gradients`() {
    for kernel in [1, 2, 3] {
      let g = ConvolutionGeometry(
        batch: 0, inChannels: 2, height: 4, width: 4, outChannels: 3, kernelHeight: kernel,
        kernelWidth: kernel, padding: kernel / 2)
      let (x, w, b, dy) = operands(g)
      convolve(x, w, bias: b, into: FloatBuffer(count: 0), g)
      inputGradient(dy, w, into: FloatBuffer(count: 0), g)
      let dw = FloatBuffer(repeating: .nan, count: g.weightCount)
      weightGradient(x, dy, into: dw, g)
      #expect(dw.values.allSatisfy { $0 == 0 })
    }
  }

  @Test func `a convolution without input channels gives its bias`() {
    let g = ConvolutionGeometry(
      batch: 1, inChannels: 0, height: 3, width: 3, outChannels: 2, kernelHeight: 3,
      kernelWidth: 3, padding: 1)
    let y = FloatBuffer(repeating: .nan, count: g.outputCount)
    convolve(
      FloatBuffer(count: 0), FloatBuffer(count: 0), bias: FloatBuffer([1, 2]), into: y, g)
    #expect(y.values == Array(repeating: 1, count: 9) + Array(repeating: 2, count: 9))
  }

  /// Output with and without bias, input gradient and weight gradient of one way to convolve, in
  /// buffers that held NaN before.
  private func results(
    _ g: ConvolutionGeometry,
    convolve: (FloatBuffer, FloatBuffer, FloatBuffer?, FloatBuffer) -> Void,
    inputGradient: (FloatBuffer, FloatBuffer, FloatBuffer) -> Void,
    weightGradient: (FloatBuffer, FloatBuffer, FloatBuffer) -> Void
  ) -> [FloatBuffer] {
    let (x, w, bias, dy) = operands(g)
    let found = [g.outputCount, g.outputCount, g.inputCount, g.weightCount].map {
      FloatBuffer(repeating: .nan, count: $0)
    }
    convolve(x, w, bias, found[0])
    convolve(x, w, nil, found[1])
    inputGradient(dy, w, found[2])
    weightGradient(x, dy, found[3])
    return found
  }

  private func reference(_ g: ConvolutionGeometry) -> [FloatBuffer] {
    results(
      g, convolve: { ReferenceConvolution.convolve($0, $1, bias: $2, into: $3, g) },
      inputGradient: { ReferenceConvolution.inputGradient($0, $1, into: $2, g) },
      weightGradient: { ReferenceConvolution.weightGradient($0, $1, into: $2, g) })
  }

  private func expect(
    _ found: [FloatBuffer], near expected: [FloatBuffer], tolerance: Float, _ comment: Comment
  ) {
    for (found, expected) in zip(found, expected) {
      #expect(gap(found, expected) < tolerance, comment)
    }
  }

  private func operands(
    _ g: ConvolutionGeometry
  ) -> (x: FloatBuffer, w: FloatBuffer, bias: FloatBuffer, dy: FloatBuffer) {
    (
      pattern(g.inputCount, 1), pattern(g.weightCount, 2), pattern(g.outChannels, 3),
      pattern(g.outputCount, 4)
    )
  }
}
