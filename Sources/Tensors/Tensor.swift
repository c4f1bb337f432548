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
  /// The memory, if the numbers have been made.
  private var stored: FloatBuffer?
  /// What makes them, if they have not.
  private var deferred: DeferredNumbers?

  /// A tensor over a buffer that its maker will not write to any more.
  package init(_ shape: Shape, _ order: MemoryOrder = .rowMajor, buffer: FloatBuffer) {
    precondition(shape.count == buffer.count, "\(shape.extents) needs another number of elements")
    self.shape = shape
    // Where there is but one channel, or one number of each, both orders are the same.
    self.order = shape.rank < 3 || shape[1] == 1 || shape.inner == 1 ? .rowMajor : order
    stored = buffer
  }

  /// A tensor with channels last whose numbers are made when they are wanted.
  package init(_ shape: Shape, deferred numbers: DeferredNumbers) {
    precondition(shape.count == numbers.count, "\(shape.extents) needs another number of elements")
    self.shape = shape
    order = .channelsLast
    deferred = numbers
  }

  /// The numbers as they lie, for kernels that know the order. Never write to it through a tensor
  /// that is already in use.
  package var storage: FloatBuffer { stored ?? numbers.whole }

  /// The same for kernels that want only a part of them at a time.
  package var numbers: any Numbers {
    if let stored { return stored }
    if let deferred { return deferred }
    preconditionFailure("a tensor has numbers, or what makes them")
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

  package var count: Int { shape.count }
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
    if let numbers = deferred {
      stored = numbers.copy()
      deferred = nil
    } else if !isKnownUniquelyReferenced(&stored) {
      stored = stored?.copy()
    }
    body(storage)
  }
}

extension Tensor: Equatable {
  /// Bit-for-bit equality of shape and numbers, so that nan equals the same nan.
  package static func == (left: Tensor, right: Tensor) -> Bool {
    guard left.shape == right.shape else { return false }
    if left.numbers === right.numbers { return left.order == right.order }
    let (left, right) = (left.storage, right.ordered(left.order).storage)
    return (0..<left.count).allSatisfy { left[$0].bitPattern == right[$0].bitPattern }
  }
}
