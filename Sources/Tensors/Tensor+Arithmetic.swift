// Elementwise arithmetic and sums over tensors.

package import Kernels

extension Tensor {
  /// f of every element.
  package func map(_ f: (Float) -> Float) -> Tensor {
    Tensor(shape, order) { transform(storage, into: $0, f) }
  }

  /// f of every pair of elements of two tensors of the same shape.
  package func combined(with other: Tensor, _ f: (Float, Float) -> Float) -> Tensor {
    precondition(shape == other.shape, "\(shape.extents) and \(other.shape.extents) differ")
    let other = other.ordered(order)
    return Tensor(shape, order) { combine(storage, other.storage, into: $0, f) }
  }

  /// f of every triple of elements of three tensors of the same shape.
  package func combined(
    with second: Tensor, and third: Tensor, _ f: (Float, Float, Float) -> Float
  ) -> Tensor {
    precondition(shape == second.shape && shape == third.shape, "shapes differ")
    let (second, third) = (second.ordered(order), third.ordered(order))
    return Tensor(shape, order) { combine(storage, second.storage, third.storage, into: $0, f) }
  }

  package static func + (left: Tensor, right: Tensor) -> Tensor {
    precondition(
      left.shape == right.shape, "\(left.shape.extents) and \(right.shape.extents) differ")
    let right = right.ordered(left.order)
    return Tensor(left.shape, left.order) {
      Kernels.add(left.storage, right.storage, into: $0)
    }
  }

  package static func - (left: Tensor, right: Tensor) -> Tensor {
    left.combined(with: right) { $0 - $1 }
  }

  /// The elementwise (Hadamard) product.
  package static func * (left: Tensor, right: Tensor) -> Tensor {
    left.combined(with: right) { $0 * $1 }
  }

  package static func * (factor: Float, right: Tensor) -> Tensor {
    Tensor(right.shape, right.order) { Kernels.scale(factor, right.storage, into: $0) }
  }

  package static func += (left: inout Tensor, right: Tensor) {
    precondition(left.shape == right.shape, "shapes differ")
    left.add(1, times: right)
  }

  /// Adds `factor` times another tensor of the same shape.
  package mutating func add(_ factor: Float, times other: Tensor) {
    precondition(shape == other.shape, "shapes differ")
    let other = other.ordered(order)
    update { axpy(factor, other.storage, into: $0) }
  }

  /// Whether no number is nan or infinite.
  package var isFinite: Bool { Kernels.isFinite(storage) }

  /// Σ xᵢ, accumulated in Float64.
  package var sum: Double { Kernels.sum(storage) }
  /// Σ xᵢ², accumulated in Float64.
  package var sumOfSquares: Double { Kernels.sumOfSquares(storage) }
  /// The Euclidean norm √Σ xᵢ².
  package var norm: Double { sumOfSquares.squareRoot() }
  /// Σ xᵢ yᵢ, accumulated in Float64.
  package func dot(_ other: Tensor) -> Double {
    precondition(shape == other.shape, "shapes differ")
    return Kernels.dot(storage, other.ordered(order).storage)
  }

  /// Least, largest, mean, standard deviation and the number of values that are not finite.
  package var statistics: Statistics { Kernels.statistics(storage) }
}
