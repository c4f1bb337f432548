// Tensors seen as matrices and as channels.

package import Kernels

extension Tensor {
  /// A tensor of two axes as a matrix for products.
  package func matrix(transposed: Bool = false) -> Matrix {
    let (rows, columns) = (shape[0], shape.example.count)
    return Matrix(
      buffer, rows: transposed ? columns : rows, columns: transposed ? rows : columns,
      transposed: transposed)
  }

  /// The number of values of one channel of one example: H·W of [N, C, H, W], 1 of [N, D].
  package var inner: Int { shape.inner }

  /// Adds `row` [D] to every row of [N, D].
  package mutating func addRows(_ row: Tensor) {
    let columns = row.count
    precondition(count % max(1, columns) == 0, "rows do not fit")
    self = ordered(.rowMajor)
    update { buffer in
      for start in stride(from: 0, to: buffer.count, by: columns) {
        for column in 0..<columns { buffer[start + column] += row[column] }
      }
    }
  }

  /// Σₙ over the first axis: [N, D] → [D], accumulated in Float64.
  package var rowSums: Tensor {
    Tensor(
      shape.example,
      channelSums(
        ChannelLayout(examples: shape[0], channels: shape.example.count, inner: 1)))
  }
}
