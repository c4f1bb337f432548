// The pieces that time goes into: products, convolutions, layers with little arithmetic.

import Kernels
import Layers
import Networks
import Tensors

/// Products of square matrices, convolutions of the shapes that the networks have, and the layers
/// in between at the largest of those shapes.
let kernelCases =
  [64, 256, 1024].map(product) + convolutions.flatMap(\.cases) + layerCases

private func product(_ size: Int) -> Case {
  Case(name: "sgemm \(size)") {
    let (a, b) = (noise([size, size], 1), noise([size, size], 2))
    let c = FloatBuffer(count: size * size)
    return .timed { multiply(a.matrix(), b.matrix(), into: c) }
  }
}

/// A convolution at batch 100.
private struct BenchConvolution {
  let name: String
  let inputs, outputs, size: Int
  var kernel = 3
  var stride = 1

  var cases: [Case] {
    let geometry = ConvolutionGeometry(
      batch: 100, inChannels: inputs, height: size, width: size, outChannels: outputs,
      kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: kernel / 2,
      order: .channelsLast)
    @Sendable func operands() -> (x: Tensor, dy: Tensor, w: Tensor) {
      (
        noise([geometry.inputCount], 1), noise([geometry.outputCount], 2),
        noise([geometry.weightCount], 3)
      )
    }
    return [
      Case(name: "conv forward \(name)") {
        let (x, _, w) = operands()
        let y = FloatBuffer(count: geometry.outputCount)
        return .timed { convolve(x.buffer, w.buffer, bias: nil, into: y, geometry) }
      },
      Case(name: "conv input gradient \(name)") {
        let (x, dy, w) = operands()
        let dx = FloatBuffer(count: geometry.inputCount)
        return .timed {
          convolveGradients(
            x.buffer, dy.buffer, w.buffer, into: ConvolutionGradients(dx: dx), geometry)
        }
      },
      Case(name: "conv weight gradient \(name)") {
        let (x, dy, w) = operands()
        let dw = FloatBuffer(count: geometry.weightCount)
        return .timed {
          convolveGradients(
            x.buffer, dy.buffer, w.buffer, into: ConvolutionGradients(dw: dw), geometry)
        }
      },
    ]
  }
}

private let convolutions = [
  BenchConvolution(name: "32-32 32x32", inputs: 32, outputs: 32, size: 32),
  BenchConvolution(name: "32-32 8x8", inputs: 32, outputs: 32, size: 8),
  BenchConvolution(name: "128-128 16x16", inputs: 128, outputs: 128, size: 16),
  BenchConvolution(name: "64-128 32x32 stride 2", inputs: 64, outputs: 128, size: 32, stride: 2),
  BenchConvolution(name: "64-64 32x32 1x1", inputs: 64, outputs: 64, size: 32, kernel: 1),
]

/// Forward and backward through one layer on [100, 32, 32, 32].
private let layerCases = [
  "bn", "leakyrelu", "tanh", "gelu", "maxpool(2)", "avgpool(2)", "softmax",
].map { notation in
  Case(name: "layer \(notation)") {
    let network = try network("input(32, 32, 32) -> \(notation)")
    let layer = network.layers[0].layer
    let x = noise([100, 32, 32, 32], 1)
    let dy = noise(try layer.outputShape(for: x.shape), 2)
    let randomness = Randomness(seed: 3)
    return .timed {
      let pass = layer.forward(x, phase: .training, randomness: randomness)
      _ = layer.vjp(dy, of: pass, wanted: .all)
    }
  }
}

/// Normal numbers.
func noise(_ shape: Shape, _ seed: UInt64) -> Tensor { Randomness(seed: seed).normal(shape) }
