// Labelled examples, kept as compactly as their files keep them.

package import Tensors

/// N examples of one shape with their labels. A value that is cheap to copy.
package struct Examples: Sendable {
  package enum Storage: Sendable {
    /// 0…255, read as 0…1: images.
    case bytes([UInt8])
    /// Numbers as they are.
    case floats([Float])
  }

  package let storage: Storage
  /// The shape of one example, such as [3, 32, 32] or [2].
  package let shape: Shape
  /// The class of each example, 0 or more.
  package let labels: [Int]
  /// A checksum of numbers and labels.
  package let fingerprint: UInt32

  /// `storage` holds labels.count × shape.count numbers.
  package init(_ storage: Storage, shape: Shape, labels: [Int]) {
    self.storage = storage
    self.shape = shape
    self.labels = labels
    let numbers =
      switch storage {
      case .bytes(let values): (count: values.count, checksum: checksum(of: values))
      case .floats(let values): (count: values.count, checksum: checksum(of: values))
      }
    precondition(numbers.count == labels.count * shape.count, "numbers and labels do not agree")
    fingerprint = checksum(of: labels, seed: numbers.checksum)
  }

  package var count: Int { labels.count }

  /// How many values of the storage are nan or infinite.
  package var notFinite: Int {
    guard case .floats(let values) = storage else { return 0 }
    return values.reduce(0) { $0 + ($1.isFinite ? 0 : 1) }
  }

  /// The examples `range`, copied.
  package func subset(_ range: Range<Int>) -> Examples {
    let numbers = range.lowerBound * shape.count..<range.upperBound * shape.count
    let part: Storage =
      switch storage {
      case .bytes(let values): .bytes(Array(values[numbers]))
      case .floats(let values): .floats(Array(values[numbers]))
      }
    return Examples(part, shape: shape, labels: Array(labels[range]))
  }
}

extension Examples: Equatable {
  /// Equality of content, told by counts, shape and checksum without a walk over the numbers.
  package static func == (left: Examples, right: Examples) -> Bool {
    left.shape == right.shape && left.count == right.count
      && left.fingerprint == right.fingerprint
  }
}

/// The axis along which an example's numbers share mean and deviation.
struct Channels {
  let count: Int
  /// Numbers of one channel of one example.
  let inner: Int

  /// C of [C, H, W], D of [D], 1 of [H, W].
  init(of shape: Shape) {
    count = shape.rank == 2 || shape.rank == 0 ? 1 : shape[0]
    inner = shape.count / max(1, count)
  }
}
