// The gradient's norm as a product of factors, layer by layer, and which one to blame.

package import Networks
import Tensors

/// What happens to the gradient's norm on its way from the loss down to the input.
package struct Ledger: Sendable, Equatable {
  /// One top-level layer or block.
  package struct Entry: Sendable, Equatable {
    package var name: String
    /// ‖∂L/∂input‖ / ‖∂L/∂output‖ of the layer.
    package var factor: Double
    /// ‖∂L/∂input‖ of the layer.
    package var norm: Double
  }

  /// ‖∂L/∂logits‖, where the way begins.
  package var start: Double
  /// From the last layer down to the first.
  package var entries: [Entry]

  /// Of a run whose backward pass is done and whose gradients were kept.
  package init(_ run: Run) {
    let program = run.program
    func norm(_ register: Int) -> Double { run.gradients[register]?.norm ?? 0 }
    start = norm(program.instructions.count)
    entries = program.topLevel.reversed().compactMap { name in
      guard let stretch = program.stretch(name) else { return nil }
      let (inside, outside) = (norm(stretch.input), norm(stretch.output))
      return Entry(name: name, factor: outside == 0 ? 0 : inside / outside, norm: inside)
    }
  }

  /// ‖∂L/∂input‖ of the whole network.
  package var end: Double { entries.last?.norm ?? start }

  /// The product of all factors.
  package var product: Double { start == 0 ? 0 : end / start }

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
      let name = String(entry.name.prefix { !$0.isNumber })
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
