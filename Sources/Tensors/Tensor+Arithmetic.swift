// Elementwise arithmetic and sums over tensors.

package import Kernels

extension Tensor {
  /// f of every element.
  package func map(_ f: (Float) -> Float) -> Tensor {
    Tensor(shape) { transform(buffer, into: $0, f) }
  }

  /// f of every pair of elements of two tensors of the same shape.
  package func combined(with other: Tensor, _ f: (Float, Float) -> Float) -> Tensor {
    precondition(shape == other.shape, "\(shape.extents) and \(other.shape.extents) differ")
    return Tensor(shape) { combine(buffer, other.buffer, into: $0, f) }
  }

  /// f of every triple of elements of three tensors of the same shape.
  package func combined(
    with second: Tensor, and third: Tensor, _ f: (Float, Float, Float) -> Float
  ) -> Tensor {
    precondition(shape == second.shape && shape == third.shape, "shapes differ")
    return Tensor(shape) { combine(buffer, second.buffer, third.buffer, into: $0, f) }
  }

  package static func + (left: Tensor, right: Tensor) -> Tensor {
    precondition(
      left.shape == right.shape, "\(left.shape.extents) and \(right.shape.extents) differ")
    return Tensor(left.shape) { Kernels.add(left.buffer, right.buffer, into: $0) }
  }

  package static func - (left: Tensor, right: Tensor) -> Tensor {
    left.combined(with: right) { $0 - $1 }
  }

  /// The elementwise (Hadamard) product.
  package static func * (left: Tensor, right: Tensor) -> Tensor {
    left.combined(with: right) { $0 * $1 }
  }

  package static func * (factor: Float, right: Tensor) -> Tensor {
    Tensor(right.shape) { Kernels.scale(factor, right.buffer, into: $0) }
  }

  package static func += (left: inout Tensor, right: Tensor) {
    precondition(left.shape == right.shape, "shapes differ")
    left.update { axpy(1, right.buffer, into: $0) }
  }

  /// Adds `factor` times another tensor of the same shape.
  package mutating func add(_ factor: Float, times other: Tensor) {
    precondition(shape == other.shape, "shapes differ")
    update { axpy(factor, other.buffer, into: $0) }
  }

  /// Σ xᵢ, accumulated in Float64.
  package var sum: Double { Kernels.sum(buffer) }
  /// Σ xᵢ², accumulated in Float64.
  package var sumOfSquares: Double { Kernels.sumOfSquares(buffer) }
  /// The Euclidean norm √Σ xᵢ².
  package var norm: Double { sumOfSquares.squareRoot() }
  /// Σ xᵢ yᵢ, accumulated in Float64.
  package func dot(_ other: Tensor) -> Double {
    precondition(shape == other.shape, "shapes differ")
    return Kernels.dot(buffer, other.buffer)
  }

  /// Least, largest, mean, standard deviation and the number of values that are not finite.
  package var statistics: Statistics { Kernels.statistics(buffer) }
}
