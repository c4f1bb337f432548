// What the pooling layers share: their arguments, and means over windows.

import Kernels
import Tensors

/// The arguments of `maxpool` and `avgpool`.
let poolingParameters: [LayerCard.Parameter] = [
  .init("kernel", nil, "height and width K of the window"),
  .init("stride", "kernel", "step s from one window to the next"),
  .init("padding", 0, "border p, at most K/2"),
]

extension Window {
  /// The kernels' description of this window over [N, C, H, W] that lies in `order`.
  func pooling(of input: Shape, _ order: MemoryOrder) -> PoolingGeometry {
    let isLast = order == .channelsLast
    return PoolingGeometry(
      planes: isLast ? input[0] : input[0] * input[1], depth: isLast ? input[1] : 1,
      height: input[2], width: input[3], kernel: kernel, stride: stride, padding: padding)
  }

  /// [N, C, H', W'] for [N, C, H, W].
  func pooled(_ input: Shape) -> Shape {
    [input[0], input[1], positions(along: input[2]), positions(along: input[3])]
  }
}

extension Tensor {
  /// The mean of every window.
  func averages(over window: Window) -> Tensor {
    Tensor(window.pooled(shape), order) {
      averagePool(storage, into: $0, window.pooling(of: shape, order))
    }
  }

  /// The transpose of `averages`: every number spread evenly over its window in `input`.
  func spread(over window: Window, from input: Shape, then epilogue: Epilogue? = nil) -> Tensor {
    Tensor(input, order) {
      averagePoolGradient(storage, into: $0, window.pooling(of: input, order), then: epilogue)
    }
  }
}
