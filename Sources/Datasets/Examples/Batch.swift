// The examples that a network sees at once.

package import Tensors

/// N examples and their labels, ready for a network.
package struct Batch: Sendable, Equatable {
  /// [N, …], normalized.
  package let x: Tensor
  /// N classes in 0..<classes.
  package let labels: [Int]
  /// What the network should give, [N, classes], if that is more than the labels: shares of the
  /// classes, or numbers of any kind.
  package let targets: Tensor?
  package let classes: Int
  /// Where it comes from: "shapes, training" or the path of a file.
  package let origin: String

  /// `labels` holds one class in 0..<classes for each example of `x`, `targets` a row.
  package init(
    x: Tensor, labels: [Int], targets: Tensor? = nil, classes: Int, origin: String
  ) {
    precondition(x.shape.examples == labels.count, "examples and labels do not agree")
    precondition(
      targets.map { $0.shape == [labels.count, classes] } ?? true, "targets are one row an example")
    self.x = x
    self.labels = labels
    self.targets = targets
    self.classes = classes
    self.origin = origin
  }

  package var count: Int { labels.count }
}

extension Examples {
  /// The examples `indices` (each in 0..<count), normalized: [indices.count, …].
  package func tensor(_ indices: [Int], normalized normalization: Normalization) -> Tensor {
    let channels = Channels(of: shape)
    var result: [Float] = []
    result.reserveCapacity(indices.count * shape.count)
    switch storage {
    case .bytes(let values):
      // A byte has few values: one table a channel instead of a division a pixel.
      let table = (0..<channels.count * 256).map { entry -> Float in
        let (channel, byte) = entry.quotientAndRemainder(dividingBy: 256)
        let distance = Float(byte) / 255 - normalization.mean[channel]
        return distance / normalization.deviation[channel]
      }
      for index in indices {
        for channel in 0..<channels.count {
          let start = index * shape.count + channel * channels.inner
          let plane = values[start..<start + channels.inner]
          result.append(contentsOf: plane.lazy.map { table[channel * 256 + Int($0)] })
        }
      }
    case .floats(let values):
      for index in indices {
        for channel in 0..<channels.count {
          let start = index * shape.count + channel * channels.inner
          let (mean, deviation) = (normalization.mean[channel], normalization.deviation[channel])
          let plane = values[start..<start + channels.inner]
          result.append(contentsOf: plane.lazy.map { ($0 - mean) / deviation })
        }
      }
    }
    return Tensor(shape.batched(indices.count), result)
  }
}
