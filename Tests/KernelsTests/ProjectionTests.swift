// Many products and differences at once against one after the other.

import Kernels
import Testing

/// Another order of at most six Float32 additions.
private let tolerance: Float = 1e-6

@Suite struct ProjectionTests {
  @Test(arguments: [0, 1, 7, 4096, 4097, 30_000], [0, 1, 5])
  func `many at once give what each gives alone`(count: Int, vectors: Int) {
    let x = pattern(count, 1)
    let basis = (0..<vectors).map { pattern(count, UInt64($0) + 2) }
    let products = dots(x, with: basis)
    #expect(products.count == vectors)
    for (product, vector) in zip(products, basis) {
      #expect(abs(product - dot(x, vector)) <= 1e-9 * Double(count))
    }
    let factors = (0..<vectors).map { Float($0) - 1.5 }
    let (found, expected) = (x.copy(), x.copy())
    subtract(factors, times: basis, from: found)
    for (factor, vector) in zip(factors, basis) { axpy(-factor, vector, into: expected) }
    #expect(gap(found, expected) <= tolerance)
  }
}
