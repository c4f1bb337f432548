// Gradient shattering: how alike gradients of different inputs are, by depth and by distance.

package import Networks
package import Tensors
import Layers

/// The picture of Balduzzi et al. 2017, "The shattered gradients problem".
package struct Shattering: Sendable, Equatable {
  /// One top-level layer: how alike its inputs are between examples, and the gradients with
  /// respect to them.
  package struct Depth: Sendable, Equatable {
    package var name: String
    package var activations: Alikeness
    package var gradients: Alikeness
  }

  /// What is differentiated.
  package enum Scalar: String, Sendable, CaseIterable {
    /// The sum of all outputs: every example starts with the same gradient.
    case output
    /// The loss.
    case loss
  }

  /// Every layer, the first one first.
  package var depths: [Depth]
  /// The gradient with respect to the network's input.
  package var inputGradient: Tensor

  /// Of a run whose forward pass is done.
  package init?(_ run: Run, of scalar: Scalar, freezesStatistics: Bool) {
    guard let output = run.output else { return nil }
    let dy: Tensor
    switch scalar {
    case .output: dy = Tensor(repeating: 1, output.shape)
    case .loss:
      guard let gradient = run.loss?.gradient else { return nil }
      dy = gradient
    }
    let gradients = run.cotangents(of: dy, freezesStatistics: freezesStatistics)
    guard let first = gradients[0] else { return nil }
    inputGradient = first
    depths = run.program.topLevel.compactMap { name in
      guard let stretch = run.program.stretch(name), let x = run.values[stretch.input],
        let gradient = gradients[stretch.input]
      else { return nil }
      return Depth(name: name, activations: Alikeness(x), gradients: Alikeness(gradient))
    }
  }

  /// How much of their variation gradients at points of a line share, by their distance: entry k is
  /// Σₜ ⟨gₜ − ḡ, gₜ₊ₖ − ḡ⟩ / Σₜ ‖gₜ − ḡ‖². It begins with 1, falls to 0 at once for white noise, and
  /// slowly for Brownian motion. nan when all gradients are the same.
  package static func autocorrelation(_ gradients: Tensor) -> [Double] {
    let count = gradients.shape.examples
    let size = gradients.shape.example.count
    var rows = (0..<count).map { row in
      (row * size..<(row + 1) * size).map { Double(gradients[$0]) }
    }
    for index in 0..<size {
      let mean = rows.reduce(0) { $0 + $1[index] } / Double(max(1, count))
      for row in rows.indices { rows[row][index] -= mean }
    }
    func products(_ lag: Int) -> Double {
      zip(rows, rows.dropFirst(lag)).reduce(0) { total, pair in
        total + zip(pair.0, pair.1).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    let all = products(0)
    return (0..<max(1, count / 2)).map { all > 0 ? products($0) / all : .nan }
  }
}

extension Tensor {
  /// `count` points on the straight line from one example [1, …] to another, both ends included.
  package static func line(from start: Tensor, to end: Tensor, points count: Int) -> Tensor {
    let shape = start.shape.example.batched(count)
    let size = start.count
    let (first, last) = (start.values, end.values)
    return Tensor(
      shape,
      (0..<count * size).map { index -> Float in
        let (share, element) = (Float(index / size) / Float(max(1, count - 1)), index % size)
        return (1 - share) * first[element] + share * last[element]
      })
  }
}
