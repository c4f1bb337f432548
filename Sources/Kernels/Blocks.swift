// Copies of equally spaced blocks: joining and splitting along an inner axis.

/// Equally spaced runs of numbers in a buffer: run i starts at `offset + i · stride`.
package struct Blocks: Sendable, Equatable {
  package var offset: Int
  package var stride: Int

  package init(offset: Int, stride: Int) {
    self.offset = offset
    self.stride = stride
  }
}

/// Copies `count` runs of `length` numbers from one buffer to another.
package func copy(
  _ count: Int, runsOf length: Int, from source: FloatBuffer, at from: Blocks,
  into target: FloatBuffer, at to: Blocks
) {
  guard count > 0, length > 0 else { return }
  precondition(from.offset >= 0 && from.offset + (count - 1) * from.stride + length <= source.count)
  precondition(to.offset >= 0 && to.offset + (count - 1) * to.stride + length <= target.count)
  for index in 0..<count {
    (target.pointer + to.offset + index * to.stride).update(
      from: source.pointer + from.offset + index * from.stride, count: length)
  }
}
