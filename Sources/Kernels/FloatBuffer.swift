// Aligned memory for Float32 numbers, taken from a pool and returned to it.

import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// `count` Float32 numbers on a 64-byte boundary. Freshly made ones hold whatever was there before.
///
/// Sharing is by reference; `Tensors` adds value semantics on top (copy on write). Writing through
/// a shared buffer from two threads at once is the caller's fault; kernels split disjoint ranges.
@usableFromInline package final class FloatBuffer: @unchecked Sendable {
  @usableFromInline package let count: Int
  private let capacity: Int
  /// The memory itself, for kernels.
  @usableFromInline package let pointer: UnsafeMutablePointer<Float>

  package init(count: Int) {
    precondition(count >= 0, "a buffer cannot have a negative size")
    self.count = count
    capacity = BufferPool.capacity(for: count)
    pointer = BufferPool.shared.take(capacity: capacity)
  }

  package convenience init(_ values: some Collection<Float>) {
    self.init(count: values.count)
    _ = UnsafeMutableBufferPointer(start: pointer, count: count).initialize(from: values)
  }

  /// A buffer in which every number is `value`.
  package convenience init(repeating value: Float, count: Int) {
    self.init(count: count)
    pointer.initialize(repeating: value, count: count)
  }

  deinit { BufferPool.shared.give(back: pointer, capacity: capacity) }

  /// A new buffer with the same numbers.
  package func copy() -> FloatBuffer {
    let result = FloatBuffer(count: count)
    result.pointer.update(from: pointer, count: count)
    return result
  }

  @inlinable package subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "index \(index) is outside 0..<\(count)")
      return pointer[index]
    }
    set {
      precondition(index >= 0 && index < count, "index \(index) is outside 0..<\(count)")
      pointer[index] = newValue
    }
  }

  /// All numbers, copied.
  package var values: [Float] {
    Array(UnsafeBufferPointer(start: pointer, count: count))
  }
}

/// Free memory by size class, so that a training loop allocates nothing after its first step.
///
/// The one piece of shared state of the numbers tower: it cannot change a result, only how fast it
/// comes. Kept memory is bounded; what exceeds the bound goes back to the system.
private final class BufferPool: Sendable {
  static let shared = BufferPool()

  /// At most this many bytes are kept for reuse.
  private static let bound = 1 << 30

  /// Free blocks by size class, as addresses, and how many bytes they hold together.
  private struct Shelf {
    var free: [Int: [UInt]] = [:]
    var bytes = 0
  }

  private let shelf = Mutex(Shelf())

  /// The size class for `count` numbers: eight of them from each power of two to the next, so that
  /// at most an eighth is wasted.
  static func capacity(for count: Int) -> Int {
    let step = max(16, (1 << (Int.bitWidth - max(1, count).leadingZeroBitCount)) / 16)
    return (count + step - 1) / step * step
  }

  func take(capacity: Int) -> UnsafeMutablePointer<Float> {
    let kept = shelf.withLock { shelf -> UInt? in
      guard let address = shelf.free[capacity]?.popLast() else { return nil }
      shelf.bytes -= capacity * 4
      return address
    }
    let block =
      kept.flatMap(UnsafeMutableRawPointer.init(bitPattern:))
      ?? Self.allocate(byteCount: capacity * 4)
    // SAFETY: the block has capacity · 4 bytes, is aligned for Float, and nobody else holds it.
    return block.bindMemory(to: Float.self, capacity: capacity)
  }

  /// Fresh memory on a 64-byte boundary; large blocks ask for large pages, which spare the processor
  /// most of its look-ups of addresses.
  private static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    let page = 2 << 20
    guard byteCount >= page else { return .allocate(byteCount: byteCount, alignment: 64) }
    let block = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: page)
    #if canImport(Glibc)
      // Advice only: where there are no large pages nothing happens.
      _ = madvise(block, byteCount, MADV_HUGEPAGE)
    #endif
    return block
  }

  func give(back pointer: UnsafeMutablePointer<Float>, capacity: Int) {
    let kept = shelf.withLock { shelf -> Bool in
      guard shelf.bytes + capacity * 4 <= Self.bound else { return false }
      shelf.bytes += capacity * 4
      shelf.free[capacity, default: []].append(UInt(bitPattern: pointer))
      return true
    }
    if !kept { UnsafeMutableRawPointer(pointer).deallocate() }
  }
}
