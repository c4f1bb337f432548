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
      (1, 1), (1, 2), (2, 1), (3, 3), (4, 4), (5, 5), (6, 7), (8, 8), (9, 17), (16, 16), (13, 33),
    ] {
      for (inChannels, outChannels) in [(1, 1), (3, 16), (16, 3), (17, 33), (32, 32), (5, 40)] {
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
    for g in Self.geometries { expectReference(g, tolerance: Self.plainTolerance) }
  }

  @Test func `unfolding follows the formula where minimal filtering is the rule`() {
    for g in Self.filteringGeometries.prefix(40) {
      let (x, w, b, dy) = operands(g)
      let y = FloatBuffer(repeating: .nan, count: g.outputCount)
      UnfoldedConvolution(g).convolve(x, w, bias: b, into: y)
      let expected = FloatBuffer(count: g.outputCount)
      ReferenceConvolution.convolve(x, w, bias: b, into: expected, g)
      #expect(gap(y, expected) < Self.plainTolerance, "\(g)")
      let dw = FloatBuffer(repeating: .nan, count: g.weightCount)
      UnfoldedConvolution(g).weightGradient(x, dy, into: dw)
      let expectedGradient = FloatBuffer(count: g.weightCount)
      ReferenceConvolution.weightGradient(x, dy, into: expectedGradient, g)
      #expect(gap(dw, expectedGradient) < Self.plainTolerance, "\(g)")
    }
  }

  @Test(arguments: WinogradConvolution.Vectors.allCases)
  func `minimal filtering follows the formula with every kind of vectors`(
    vectors: WinogradConvolution.Vectors
  ) throws {
    for g in Self.filteringGeometries {
      let winograd = try #require(WinogradConvolution(g, vectors: vectors))
      let (x, w, b, dy) = operands(g)
      let y = FloatBuffer(repeating: .nan, count: g.outputCount)
      let expected = FloatBuffer(count: g.outputCount)
      winograd.convolve(x, w, bias: b, into: y)
      ReferenceConvolution.convolve(x, w, bias: b, into: expected, g)
      #expect(gap(y, expected) < Self.filteringTolerance, "\(g)")

      let dx = FloatBuffer(repeating: .nan, count: g.inputCount)
      let expectedInput = FloatBuffer(count: g.inputCount)
      winograd.inputGradient(dy, w, into: dx)
      ReferenceConvolution.inputGradient(dy, w, into: expectedInput, g)
      #expect(gap(dx, expectedInput) < Self.filteringTolerance, "\(g)")

      let dw = FloatBuffer(repeating: .nan, count: g.weightCount)
      let expectedWeights = FloatBuffer(count: g.weightCount)
      winograd.weightGradient(x, dy, into: dw)
      ReferenceConvolution.weightGradient(x, dy, into: expectedWeights, g)
      #expect(gap(dw, expectedWeights) < Self.filteringTolerance, "\(g)")
    }
  }

  @Test func `an empty batch gives an empty output and zero gradients`() {
    for kernel in [1, 2, 3] {
      let g = ConvolutionGeometry(
        batch: 0, inChannels: 2, height: 4, width: 4, outChannels: 3, kernelHeight: kernel,
        kernelWidth: kernel, padding: kernel / 2)
      let (x, w, b, dy) = operands(g)
      convolve(x, w, bias: b, into: FloatBuffer(count: 0), g)
      convolveInputGradient(dy, w, into: FloatBuffer(count: 0), g)
      let dw = FloatBuffer(repeating: .nan, count: g.weightCount)
      convolveWeightGradient(x, dy, into: dw, g)
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

  private func expectReference(_ g: ConvolutionGeometry, tolerance: Float) {
    let (x, w, b, dy) = operands(g)
    let winograd = WinogradConvolution(g) != nil
    let tolerance = winograd ? Self.filteringTolerance : tolerance
    for bias in [nil, b] {
      let y = FloatBuffer(repeating: .nan, count: g.outputCount)
      let expected = FloatBuffer(count: g.outputCount)
      convolve(x, w, bias: bias, into: y, g)
      ReferenceConvolution.convolve(x, w, bias: bias, into: expected, g)
      #expect(gap(y, expected) < tolerance, "\(g)")
    }
    let dx = FloatBuffer(repeating: .nan, count: g.inputCount)
    let expectedInput = FloatBuffer(count: g.inputCount)
    convolveInputGradient(dy, w, into: dx, g)
    ReferenceConvolution.inputGradient(dy, w, into: expectedInput, g)
    #expect(gap(dx, expectedInput) < tolerance, "\(g)")

    let dw = FloatBuffer(repeating: .nan, count: g.weightCount)
    let expectedWeights = FloatBuffer(count: g.weightCount)
    convolveWeightGradient(x, dy, into: dw, g)
    ReferenceConvolution.weightGradient(x, dy, into: expectedWeights, g)
    #expect(gap(dw, expectedWeights) < tolerance, "\(g)")
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
