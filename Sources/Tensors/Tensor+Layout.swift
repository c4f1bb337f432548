// Tensors seen as matrices and as channels.

package import Kernels

extension Tensor {
  /// A tensor of two axes as a matrix for products.
  package func matrix(transposed: Bool = false) -> Matrix {
    let (rows, columns) = (shape[0], shape.exampleCount)
    return Matrix(
      buffer, rows: transposed ? columns : rows, columns: transposed ? rows : columns,
      transposed: transposed)
  }

  /// The number of values of one channel of one example: H·W of [N, C, H, W], 1 of [N, D].
  package var inner: Int { shape.inner }

  /// Adds `row` [D] to every row of [N, D], and takes φ of that if there is one.
  package mutating func addRows(_ row: Tensor, rectified rectification: Rectification? = nil) {
    precondition(count % max(1, row.count) == 0, "rows do not fit")
    if case .channelsLast = order { self = ordered(.rowMajor) }
    update { Kernels.addRow(row.buffer, toRowsOf: $0, rectified: rectification) }
  }

  /// Σₙ over the first axis: [N, D] → [D], accumulated in Float64.
  package var rowSums: Tensor {
    Tensor(
      shape.example,
      channelSums(
        ChannelLayout(examples: shape[0], channels: shape.exampleCount, inner: 1)))
  }
}
