// A shape and the numbers that fill it: the one kind of value that layers pass on.

package import Kernels

/// An array of Float32 numbers in row-major order. A value: assignment copies, the memory itself
/// is shared until one of the copies is written to.
///
/// Images may lie in memory with channels last, which is how layers of many channels work fastest.
/// That is nobody's business who reads `values`, an element or `buffer`: they are row-major.
package struct Tensor: Sendable {
  package let shape: Shape
  /// How the numbers lie in `storage`.
  package private(set) var order: MemoryOrder
  /// The numbers as they lie, for kernels that know the order. Never write to it through a tensor
  /// that is already in use.
  package private(set) var storage: FloatBuffer

  /// A tensor over a buffer that its maker will not write to any more.
  package init(_ shape: Shape, _ order: MemoryOrder = .rowMajor, buffer: FloatBuffer) {
    precondition(shape.count == buffer.count, "\(shape.extents) needs another number of elements")
    self.shape = shape
    // Where there is but one channel, or one number of each, both orders are the same.
    self.order = shape.rank < 3 || shape[1] == 1 || shape.inner == 1 ? .rowMajor : order
    storage = buffer
  }

  /// A tensor whose fresh memory `fill` writes completely.
  package init(_ shape: Shape, _ order: MemoryOrder = .rowMajor, fill: (FloatBuffer) -> Void) {
    let buffer = FloatBuffer(count: shape.count)
    fill(buffer)
    self.init(shape, order, buffer: buffer)
  }

  package init(_ shape: Shape, _ values: some Collection<Float>) {
    self.init(shape, buffer: FloatBuffer(values))
  }

  package init(repeating value: Float, _ shape: Shape) {
    self.init(shape, buffer: FloatBuffer(repeating: value, count: shape.count))
  }

  package static func zeros(_ shape: Shape) -> Tensor { Tensor(repeating: 0, shape) }

  package var count: Int { storage.count }
  /// The numbers in row-major order, for kernels: a copy, if they lie in another.
  package var buffer: FloatBuffer { ordered(.rowMajor).storage }
  /// All numbers in row-major order, copied.
  package var values: [Float] { buffer.values }

  package subscript(index: Int) -> Float {
    get { storage[place(of: index)] }
    set {
      let place = place(of: index)
      update { $0[place] = newValue }
    }
  }

  /// Where number `index` of the row-major order lies.
  private func place(of index: Int) -> Int {
    guard case .channelsLast = order else { return index }
    let (channels, inner) = (shape[1], shape.inner)
    return (index / inner / channels * inner + index % inner) * channels
      + index / inner % channels
  }

  /// The same numbers under another shape of equal count.
  package func reshaped(to shape: Shape) -> Tensor { Tensor(shape, buffer: buffer) }

  /// The same tensor, its numbers lying in `order`.
  package func ordered(_ order: MemoryOrder) -> Tensor {
    guard order != self.order, shape.rank > 2 else { return self }
    return Tensor(shape, order) {
      reorder(
        storage, to: order, into: $0, examples: shape[0], channels: shape[1], inner: shape.inner)
    }
  }

  /// Makes the memory this value's own and hands it to `body` for writing, in the order in which
  /// the numbers lie.
  package mutating func update(_ body: (FloatBuffer) -> Void) {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
    body(storage)
  }
}

extension Tensor: Equatable {
  /// Bit-for-bit equality of shape and numbers, so that nan equals the same nan.
  package static func == (left: Tensor, right: Tensor) -> Bool {
    guard left.shape == right.shape else { return false }
    if left.storage === right.storage { return left.order == right.order }
    let right = right.ordered(left.order)
    return (0..<left.count).allSatisfy {
      left.storage[$0].bitPattern == right.storage[$0].bitPattern
    }
  }
}
