// The extents of a tensor along its axes.

/// Extents along axes, outermost first: [N, C, H, W] for images, [N, D] for features. The empty
/// shape is that of a single number.
package struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral {
  package let extents: [Int]

  package init(_ extents: [Int]) {
    precondition(extents.allSatisfy { $0 >= 0 }, "extents cannot be negative: \(extents)")
    self.extents = extents
  }

  package init(arrayLiteral extents: Int...) { self.init(extents) }

  /// How many numbers a tensor of this shape holds; `Int.max` if that is more than an `Int` holds.
  package var count: Int {
    if extents.contains(0) { return 0 }
    return extents.reduce(1) { product, extent in
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      return overflow ? .max : next
    }
  }
  /// The most numbers that one tensor may hold: 2³⁰, which are 4 GiB.
  package static let limit = 1 << 30
  /// How many axes it has.
  package var rank: Int { extents.count }

  package subscript(axis: Int) -> Int { extents[axis] }

  /// Where the element at `offset` of the row-major order stands along each axis.
  package func index(of offset: Int) -> [Int] {
    var rest = offset
    return extents.reversed().map { extent in
      defer { rest /= max(1, extent) }
      return rest % max(1, extent)
    }.reversed()
  }

  /// The number of examples: the extent of the first axis.
  package var examples: Int { extents.first ?? 1 }
  /// The shape of one example: all axes but the first.
  package var example: Shape { Shape(Array(extents.dropFirst())) }

  /// How many numbers one example has: `example.count`, without making that shape.
  package var exampleCount: Int { extents.dropFirst().reduce(1, *) }

  /// How many numbers one channel of one example has: H·W of [N, C, H, W], 1 of [N, D].
  package var inner: Int { extents.dropFirst(2).reduce(1, *) }

  /// The offset of the element that stands at `index` along each axis; nil when it lies outside.
  package func offset(of index: [Int]) -> Int? {
    guard index.count == rank, zip(index, extents).allSatisfy({ 0..<$1 ~= $0 }) else { return nil }
    return zip(index, extents).reduce(0) { $0 * $1.1 + $1.0 }
  }

  /// The shape of `examples` examples of this shape.
  package func batched(_ examples: Int) -> Shape { Shape([examples] + extents) }
}
