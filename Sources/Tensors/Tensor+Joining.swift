// Tensors joined and split along their second axis, the channels.

import Kernels

extension Tensor {
  /// Tensors [N, Cᵢ, …] side by side: [N, ΣCᵢ, …]. All other extents must agree.
  package static func joined(_ parts: [Tensor]) -> Tensor {
    let first = parts[0].shape
    let channels = parts.reduce(0) { $0 + $1.shape[1] }
    let shape = Shape([first[0], channels] + first.extents.dropFirst(2))
    return Tensor(shape) { target in
      var offset = 0
      for part in parts {
        let length = part.shape.example.count
        copy(
          first[0], runsOf: length, from: part.buffer, at: Blocks(offset: 0, stride: length),
          into: target, at: Blocks(offset: offset, stride: shape.example.count))
        offset += length
      }
    }
  }

  /// Channels `range` of [N, C, …].
  package func channels(_ range: Range<Int>) -> Tensor {
    let inner = shape.extents.dropFirst(2).reduce(1, *)
    let result = Shape([shape[0], range.count] + shape.extents.dropFirst(2))
    return Tensor(result) {
      copy(
        shape[0], runsOf: range.count * inner, from: buffer,
        at: Blocks(offset: range.lowerBound * inner, stride: shape.example.count), into: $0,
        at: Blocks(offset: 0, stride: result.example.count))
    }
  }

  /// Examples `range` of the first axis.
  package func examples(_ range: Range<Int>) -> Tensor {
    let size = shape.example.count
    return Tensor(shape.example.batched(range.count)) {
      copy(
        1, runsOf: range.count * size, from: buffer,
        at: Blocks(offset: range.lowerBound * size, stride: 0), into: $0,
        at: Blocks(offset: 0, stride: 0))
    }
  }
}
