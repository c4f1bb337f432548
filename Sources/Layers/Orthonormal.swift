// Random matrices with orthonormal rows or columns, and such with mirror images.

import Kernels
import Tensors

/// A weight whose matrix [out, in·kH·kW] has orthonormal rows, or orthonormal columns if there are
/// more rows than columns, uniformly among all of these.
///
/// Gram–Schmidt on normal numbers, each vector made orthogonal to those before it twice, which is
/// enough for full precision (Giraud, Langou and Rozložník 2005).
func orthonormal(_ shape: Shape, _ randomness: Randomness) -> Tensor {
  let (rows, columns) = (shape[0], shape.example.count)
  let (count, length) = (min(rows, columns), max(rows, columns))
  let numbers = randomness.normal([count, length])
  var vectors: [[Double]] = []
  for index in 0..<count {
    var vector = (0..<length).map { Double(numbers[index * length + $0]) }
    for _ in 0..<2 {
      for other in vectors {
        let overlap = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
        for position in 0..<length { vector[position] -= overlap * other[position] }
      }
    }
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    vectors.append(vector.map { $0 / norm })
  }
  return Tensor(shape) { weight in
    for row in 0..<rows {
      for column in 0..<columns {
        weight[row * columns + column] = Float(
          rows <= columns ? vectors[row][column] : vectors[column][row])
      }
    }
  }
}

/// [W, −W; −W, W] with an orthonormal W; without the lower half where the outputs are not mirrored,
/// without the right half where the inputs are not. A mirrored axis has an even length.
func mirrored(
  _ shape: Shape, _ mirrors: Initializer.Mirrors, _ randomness: Randomness
) -> Tensor {
  var extents = shape.extents
  if mirrors.contains(.outputs) { extents[0] /= 2 }
  if mirrors.contains(.inputs) { extents[1] /= 2 }
  let half = orthonormal(Shape(extents), randomness)
  let (inputs, area) = (shape[1], shape.example.example.count)
  return Tensor(shape) { weight in
    for index in 0..<shape.count {
      let (output, input) = (index / area / inputs, index / area % inputs)
      let (row, column) = (output % extents[0], input % extents[1])
      let isMirror = (output >= extents[0]) != (input >= extents[1])
      let value = half[(row * extents[1] + column) * area + index % area]
      weight[index] = isMirror ? -value : value
    }
  }
}
