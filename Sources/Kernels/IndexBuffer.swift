// Memory for Int32 indices, from the same pool as the numbers.

/// `count` Int32 indices. Freshly made ones hold whatever was there before.
package final class IndexBuffer: @unchecked Sendable {
  package let count: Int
  private let storage: FloatBuffer
  let pointer: UnsafeMutablePointer<Int32>

  package init(count: Int) {
    self.count = count
    storage = FloatBuffer(count: count)
    // SAFETY: Int32 and Float have the same size and alignment, the storage lives as long as we do,
    // and nobody reads it as Float.
    pointer = UnsafeMutableRawPointer(storage.pointer).bindMemory(to: Int32.self, capacity: count)
  }

  package subscript(index: Int) -> Int32 {
    get {
      precondition(index >= 0 && index < count, "index \(index) is outside 0..<\(count)")
      return pointer[index]
    }
    set {
      precondition(index >= 0 && index < count, "index \(index) is outside 0..<\(count)")
      pointer[index] = newValue
    }
  }

  /// All indices, copied.
  package var values: [Int32] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
