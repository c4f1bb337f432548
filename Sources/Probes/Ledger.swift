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
}
