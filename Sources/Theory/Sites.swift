// Where a law's unit stands in a network that somebody else built.

import Layers
import Networks
import Tensors

/// What a law is about: layers in a row, or a residual block around them.
struct Pattern: Sendable {
  /// The names of the kinds, in order; the one with the weight is `dense`.
  let kinds: [String]
  let isResidual: Bool

  init(_ kinds: (any Layer.Type)..., isResidual: Bool = false) {
    self.kinds = kinds.map { $0.card.name }
    self.isResidual = isResidual
  }

  /// "residual(relu -> dense)".
  var words: String {
    let chain = kinds.joined(separator: " -> ")
    return isResidual ? "residual(\(chain))" : chain
  }
}

/// One unit found: its layers, what it reads and what it writes.
package struct Site: Sendable {
  /// The names of its layers, in order: `dense2`, `relu2`.
  let layers: [String]
  /// The registers.
  let input: Int
  let output: Int
  /// Its dense layer.
  let dense: String

  /// The weight [outputs, inputs].
  func weight(in run: Run) -> Tensor {
    run.network.layer(dense)?.parameters["weight"] ?? .zeros([])
  }
}

extension Run {
  /// The longest row of units of this pattern, one right after the other, in the chain of the top
  /// level; of equally long ones the first. Throws `noUnit`.
  func row(of pattern: Pattern) throws(BrokenPremise) -> [Site] {
    var (longest, current, place): ([Site], [Site], Int) = ([], [], 0)
    while place < program.topLevel.count {
      if let site = site(of: pattern, at: place) {
        current.append(site)
        place += pattern.isResidual ? 1 : pattern.kinds.count
      } else {
        current = []
        place += 1
      }
      if current.count > longest.count { longest = current }
    }
    guard !longest.isEmpty else { throw .noUnit(pattern.words) }
    return longest
  }

  /// The unit that begins with the top level's element number `place`.
  private func site(of pattern: Pattern, at place: Int) -> Site? {
    var names = Array(program.topLevel[place...].prefix(pattern.kinds.count))
    if pattern.isResidual {
      let parts = program.parts(of: program.topLevel[place])
      guard let body = parts.first, let shortcut = parts.last, parts.count == 2,
        shortcut.isShortcut, shortcut.elements.isEmpty
      else { return nil }
      names = body.elements
    }
    guard names.map({ network.layer($0)?.kind }) == pattern.kinds,
      let dense = names.first(where: { network.layer($0) is Dense }),
      let first = program.stretch(pattern.isResidual ? program.topLevel[place] : names[0]),
      let last = program.stretch(
        pattern.isResidual ? program.topLevel[place] : names[names.count - 1])
    else { return nil }
    return Site(layers: names, input: first.input, output: last.output, dense: dense)
  }
}
