// The gradient's norm as a product of factors, layer by layer, and which one to blame.

package import Networks
import Tensors

/// What happens to the gradient's norm on its way from the output of a stretch down to its input.
package struct Ledger: Sendable, Equatable {
  /// One layer or block of the way.
  package struct Entry: Sendable, Equatable {
    package var name: String
    /// ‖∂L/∂input‖ / ‖∂L/∂output‖ of the layer.
    package var factor: Double
    /// ‖∂L/∂input‖ of the layer: what comes to its input through this layer.
    package var norm: Double
    /// Of a block: the ways through it, whose gradients add up to the one at its input.
    package var ways: [Way] = []
  }

  /// One of the ways through a block.
  package struct Way: Sendable, Equatable {
    /// `skip` or `body` of a residual block, `branch1` … of a concat.
    package var name: String
    /// What the program calls this part: `residual1.shortcut`.
    package var part: String
    /// The norm of the gradient that comes to the block's input by this way.
    package var norm: Double
    /// That norm / ‖∂L/∂output‖ of the block.
    package var factor: Double
    /// That norm / ‖∂L/∂input‖ of the block. These do not add up to 1, for norms of summands
    /// do not add.
    package var size: Double
    /// ⟨g, G⟩ / ‖G‖² of the way's gradient g and the whole G at the block's input. These do.
    package var share: Double
    /// The cosine between the way's gradient and the sum of the others'; nil if it is the only one.
    package var cosine: Double?
  }

  /// What the way is called: `network`, `residual1.body`, `conv2 … relu4`.
  package var name: String
  /// The norm of the gradient where the way begins: for the whole network ‖∂L/∂logits‖.
  package var start: Double
  /// From the last layer down to the first.
  package var entries: [Entry]

  /// Of the whole network. The run's backward pass is done and its gradients were kept.
  package init(_ run: Run) {
    self.init(
      run, of: run.program.topLevel, called: Program.whole,
      from: run.gradients[run.program.instructions.count])
  }

  /// Of the layers `elements`, neighbours in one chain, in their order.
  ///
  /// - Parameter gradient: what arrives at the last one's output.
  init(_ run: Run, of elements: [String], called name: String, from gradient: Tensor?) {
    self.name = name
    start = gradient?.norm ?? 0
    var outside = start
    entries = elements.reversed().compactMap { element in
      guard let stretch = run.program.stretch(element) else { return nil }
      let ways = Self.parts(of: element, run)
      let gradient = run.gradient(through: stretch)
      let inside = gradient?.norm ?? 0
      defer { outside = inside }
      return Entry(
        name: element, factor: outside == 0 ? 0 : inside / outside, norm: inside,
        ways: ways.map { Self.way($0, ways, into: gradient, from: outside, run) })
    }
  }

  /// The norm where the way ends: for the whole network ‖∂L/∂input‖.
  package var end: Double { entries.last?.norm ?? start }

  /// The product of all factors: end / start, to rounding.
  package var product: Double { entries.reduce(1) { $0 * $1.factor } }

  /// The layer that costs most: the smallest factor when the gradient shrinks on its way, the
  /// largest when it grows.
  package var costliest: Entry? {
    product <= 1
      ? entries.min { $0.factor < $1.factor } : entries.max { $0.factor < $1.factor }
  }

  /// What all layers of one kind do together.
  package struct Kind: Sendable, Equatable {
    /// `conv`, `residual`.
    package var name: String
    package var count: Int
    /// The product of their factors.
    package var factor: Double
  }

  /// The kinds of layers, the one that changes the norm most first: one layer of a deep stack may
  /// do little, and all of its kind together everything.
  package var kinds: [Kind] {
    var kinds: [Kind] = []
    for entry in entries {
      let own = entry.name.split(separator: ".").last ?? ""
      let name = String(own.prefix { !$0.isNumber })
      if let index = kinds.firstIndex(where: { $0.name == name }) {
        kinds[index].count += 1
        kinds[index].factor *= entry.factor
      } else {
        kinds.append(Kind(name: name, count: 1, factor: entry.factor))
      }
    }
    func size(_ kind: Kind) -> Double {
      kind.factor > 0 ? max(kind.factor, 1 / kind.factor) : .infinity
    }
    return kinds.sorted { size($0) > size($1) }
  }
}
