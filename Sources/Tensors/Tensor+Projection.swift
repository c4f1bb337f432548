// The part of a tensor that is orthogonal to others.

import Kernels

extension Tensor {
  /// Subtracts what lies along the orthonormal tensors of `basis`; again where little remains,
  /// because the first time leaves a rounding error as large as that (Kahan's "twice is enough").
  package mutating func makeOrthogonal(to basis: [Tensor]) {
    guard !basis.isEmpty else { return }
    precondition(basis.allSatisfy { $0.shape == shape }, "shapes differ")
    let buffers = basis.map { $0.ordered(order).storage }
    for _ in 0..<2 {
      let before = norm
      let overlaps = dots(storage, with: buffers)
      update { subtract(overlaps.map { Float($0) }, times: buffers, from: $0) }
      guard norm < 0.7 * before else { return }
    }
  }
}
