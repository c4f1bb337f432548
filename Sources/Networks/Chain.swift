// Layers as they are written: a chain of kinds and arguments, not yet bound to a shape.

package import Layers
package import Tensors

/// A network as a learner writes it. It becomes a `Network` when it is bound to an input's shape.
package struct Chain: Sendable {
  /// One link of the chain.
  package indirect enum Element: Sendable {
    /// A layer by kind and arguments. `live` is a layer that already has weights; binding keeps
    /// it wherever it still fits.
    case layer(any Layer.Type, LayerArguments, live: (any Layer)?)
    /// body(x) + shortcut(x); an empty shortcut is the identity.
    case residual(body: Chain, shortcut: Chain)
    /// The branches' outputs side by side along the channels.
    case concat([Chain])
  }

  package var elements: [Element]
  /// The shape of one example, when written as `input(3, 32, 32) -> …`.
  package var input: Shape?

  package init(_ elements: [Element] = [], input: Shape? = nil) {
    self.elements = elements
    self.input = input
  }

  /// `left -> right`.
  package static func + (left: Chain, right: Chain) -> Chain {
    Chain(left.elements + right.elements, input: left.input ?? right.input)
  }

  /// The gate that ends it, if one does: a residual body's way of being dropped.
  package var gate: LayerArguments? {
    guard elements.count > 1,
      case .layer(let kind, let arguments, live: _)? = elements.last, kind == Gate.self
    else { return nil }
    return arguments
  }

  /// The chain without the gate that ends it.
  package var withoutGate: Chain {
    gate == nil ? self : Chain(elements.dropLast(), input: input)
  }

  /// `count * chain`: the chain written `count` times.
  package func repeated(_ count: Int) -> Chain {
    Chain((0..<count).flatMap { _ in elements }, input: input)
  }

  /// How many layers and blocks it has, inner ones included.
  package var size: Int {
    elements.reduce(0) { total, element in
      switch element {
      case .layer: total + 1
      case .residual(let body, let shortcut): total + 1 + body.size + shortcut.size
      case .concat(let branches): total + 1 + branches.reduce(0) { $0 + $1.size }
      }
    }
  }

  /// The same chain without live layers: all weights are to be drawn anew.
  package var unbound: Chain {
    Chain(
      elements.map { element in
        switch element {
        case .layer(let kind, let arguments, live: _): .layer(kind, arguments, live: nil)
        case .residual(let body, let shortcut):
          .residual(body: body.unbound, shortcut: shortcut.unbound)
        case .concat(let branches): .concat(branches.map(\.unbound))
        }
      }, input: input)
  }
}

extension Chain.Element {
  package var isResidual: Bool {
    if case .residual = self { return true }
    return false
  }
}
