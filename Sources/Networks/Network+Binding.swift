// From a chain to a network: names are given, shapes inferred, weights drawn.

package import Layers
package import Tensors

extension Network {
  /// Binds `chain` to examples of shape `input` (without batch axis).
  ///
  /// Weights are drawn from `randomness` split by the layer's full name, so that adding a layer
  /// does not change another's numbers; live layers of the chain that still fit keep theirs.
  ///
  /// - Parameter memory: bytes that weights, gradients and optimizer moments may take together.
  package init(
    _ chain: Chain, input: Shape, randomness: Randomness, memory: Int
  ) throws(NetworkMistake) {
    var binder = Binder(randomness: randomness, memory: Double(memory))
    let (nodes, _) = try binder.bind(chain, to: input.batched(2), prefix: "")
    self.init(layers: binder.layers, nodes: nodes, input: input)
  }
}

/// The walk that binds a chain, link by link.
private struct Binder {
  let randomness: Randomness
  let memory: Double
  var layers: [Network.NamedLayer] = []
  var bytes = 0.0

  /// Names count per kind within one scope: `conv1`, `conv2`; `residual1.conv1`.
  mutating func bind(
    _ chain: Chain, to input: Shape, prefix: String, producer: String? = nil
  ) throws(NetworkMistake) -> ([Network.Node], Shape) {
    var counts: [String: Int] = [:]
    var nodes: [Network.Node] = []
    var shape = input
    var producer = producer
    for element in chain.elements {
      counts[element.kind, default: 0] += 1
      let name = prefix + element.kind + String(counts[element.kind, default: 1])
      let (content, output) = try bind(element, to: shape, name: name, producer: producer)
      nodes.append(Network.Node(name: name, content: content))
      shape = output
      producer = name
    }
    return (nodes, shape)
  }

  private mutating func bind(
    _ element: Chain.Element, to shape: Shape, name: String, producer: String?
  ) throws(NetworkMistake) -> (Network.Content, Shape) {
    switch element {
    case .layer(let kind, let arguments, let live):
      let layer = try fitting(kind, arguments, live, to: shape, name: name, producer: producer)
      let output: Shape
      do { output = try layer.outputShape(for: shape) } catch {
        throw .shape(layer: name, error, producer: producer)
      }
      layers.append(Network.NamedLayer(name: name, layer: layer))
      return (.layer(layers.count - 1), output)
    case .residual(let body, let shortcut):
      let (inner, output) = try bind(body, to: shape, prefix: name + ".", producer: producer)
      let (around, skipped) = try bind(
        shortcut, to: shape, prefix: name + ".shortcut.", producer: producer)
      guard output == skipped else {
        throw .residual(name: name, body: output, shortcut: skipped)
      }
      return (.residual(body: inner, shortcut: around), output)
    case .concat(let branches):
      var bound: [[Network.Node]] = []
      var shapes: [Shape] = []
      for (index, branch) in branches.enumerated() {
        let (nodes, output) = try bind(
          branch, to: shape, prefix: "\(name).branch\(index + 1).", producer: producer)
        bound.append(nodes)
        shapes.append(output)
      }
      guard let first = shapes.first, first.rank >= 2,
        shapes.allSatisfy({
          $0.rank == first.rank && $0.extents.dropFirst(2) == first.extents.dropFirst(2)
        })
      else { throw .concat(name: name, branches: shapes) }
      let channels = shapes.reduce(0) { $0 + $1[1] }
      return (.concat(bound), Shape([first[0], channels] + first.extents.dropFirst(2)))
    }
  }

  /// The live layer if it still fits, else a new one of the same kind and arguments.
  private mutating func fitting(
    _ kind: any Layer.Type, _ arguments: LayerArguments, _ live: (any Layer)?, to shape: Shape,
    name: String, producer: String?
  ) throws(NetworkMistake) -> any Layer {
    if let live, (try? live.outputShape(for: shape)) != nil { return live }
    // Weights, their gradients and two moments of the optimizer, 4 bytes each.
    bytes += kind.weightCount(arguments, input: shape) * 16
    guard bytes <= memory else { throw .memory(layer: name, needed: bytes, available: memory) }
    do {
      return try kind.init(arguments, input: shape, randomness: randomness.split(by: name))
    } catch let mismatch as ShapeMismatch {
      throw .shape(layer: name, mismatch, producer: producer)
    } catch let mistake as ArgumentMistake {
      throw .argument(layer: name, mistake)
    } catch {
      throw .argument(layer: name, ArgumentMistake(parameter: "", needed: "\(error)"))
    }
  }
}

extension Chain.Element {
  /// The word that names are made of.
  package var kind: String {
    switch self {
    case .layer(let kind, _, live: _): kind.card.name
    case .residual: "residual"
    case .concat: "concat"
    }
  }
}

/// Why a chain cannot become a network, as facts.
package enum NetworkMistake: Error, Sendable, Equatable {
  /// A layer got an input it cannot take; `producer` is what gave it (nil: the network's input).
  case shape(layer: String, ShapeMismatch, producer: String?)
  case argument(layer: String, ArgumentMistake)
  /// A body and its shortcut give different shapes.
  case residual(name: String, body: Shape, shortcut: Shape)
  /// Branches whose outputs cannot stand side by side.
  case concat(name: String, branches: [Shape])
  /// More bytes than the machine has.
  case memory(layer: String, needed: Double, available: Double)
}
