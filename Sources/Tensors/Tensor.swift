// A shape and the numbers that fill it: the one kind of value that layers pass on.

package import Kernels

/// An array of Float32 numbers in row-major order. A value: assignment copies, the memory itself
/// is shared until one of the copies is written to.
package struct Tensor: Sendable {
  package let shape: Shape
  /// The numbers, for kernels. Never write to it through a tensor that is already in use.
  package private(set) var buffer: FloatBuffer

  /// A tensor over a buffer that its maker will not write to any more.
  package init(_ shape: Shape, buffer: FloatBuffer) {
    precondition(shape.count == buffer.count, "\(shape.extents) needs another number of elements")
    self.shape = shape
    self.buffer = buffer
  }

  /// A tensor whose fresh memory `fill` writes completely.
  package init(_ shape: Shape, fill: (FloatBuffer) -> Void) {
    let buffer = FloatBuffer(count: shape.count)
    fill(buffer)
    self.init(shape, buffer: buffer)
  }

  package init(_ shape: Shape, _ values: some Collection<Float>) {
    self.init(shape, buffer: FloatBuffer(values))
  }

  package init(repeating value: Float, _ shape: Shape) {
    self.init(shape, buffer: FloatBuffer(repeating: value, count: shape.count))
  }

  package static func zeros(_ shape: Shape) -> Tensor { Tensor(repeating: 0, shape) }

  package var count: Int { buffer.count }
  /// All numbers in row-major order, copied.
  package var values: [Float] { buffer.values }

  package subscript(index: Int) -> Float {
    get { buffer[index] }
    set {
      if !isKnownUniquelyReferenced(&buffer) { buffer = buffer.copy() }
      buffer[index] = newValue
    }
  }

  /// The same numbers under another shape of equal count.
  package func reshaped(to shape: Shape) -> Tensor { Tensor(shape, buffer: buffer) }

  /// Makes the memory this value's own and hands it to `body` for writing.
  package mutating func update(_ body: (FloatBuffer) -> Void) {
    if !isKnownUniquelyReferenced(&buffer) { buffer = buffer.copy() }
    body(buffer)
  }
}

extension Tensor: Equatable {
  /// Bit-for-bit equality of shape and numbers, so that nan equals the same nan.
  package static func == (left: Tensor, right: Tensor) -> Bool {
    guard left.shape == right.shape else { return false }
    if left.buffer === right.buffer { return true }
    return (0..<left.count).allSatisfy {
      left.buffer[$0].bitPattern == right.buffer[$0].bitPattern
    }
  }
}
