// An array as files hold it: a shape and numbers of one of three kinds.

package import Tensors

/// Numbers in row-major order with their extents. Narrow types of files are widened: floating
/// point to Float32, whole numbers to Int64; unsigned bytes (images) stay bytes.
package struct NumericArray: Sendable, Equatable {
  package enum Storage: Sendable, Equatable {
    case float([Float])
    case integer([Int64])
    case byte([UInt8])

    var count: Int {
      switch self {
      case .float(let values): values.count
      case .integer(let values): values.count
      case .byte(let values): values.count
      }
    }
  }

  package let shape: [Int]
  package let storage: Storage

  /// `storage` holds as many numbers as `shape` says.
  package init(shape: [Int], storage: Storage) {
    precondition(elementCount(shape) == storage.count, "\(shape) needs another number of elements")
    self.shape = shape
    self.storage = storage
  }

  package init(_ tensor: Tensor) {
    self.init(shape: tensor.shape.extents, storage: .float(tensor.values))
  }

  package init(_ labels: [Int]) {
    self.init(shape: [labels.count], storage: .integer(labels.map { Int64($0) }))
  }

  package var count: Int { storage.count }

  /// The numbers as Float32, whatever their kind.
  package var floats: [Float] {
    switch storage {
    case .float(let values): values
    case .integer(let values): values.map { Float($0) }
    case .byte(let values): values.map { Float($0) }
    }
  }

  /// The numbers as whole numbers; nil for floating point.
  package var integers: [Int]? {
    switch storage {
    case .float: nil
    case .integer(let values): values.map { Int($0) }
    case .byte(let values): values.map { Int($0) }
    }
  }

  /// The same numbers as a Float32 tensor.
  package var tensor: Tensor { Tensor(Shape(shape), floats) }
}
