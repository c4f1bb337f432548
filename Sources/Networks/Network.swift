// Layers with names and weights, arranged in a tree.

package import Layers
package import Tensors

/// A chain bound to an input shape: every layer has a name, weights, and shapes that fit.
package struct Network: Sendable {
  /// A layer and its full name, such as `residual1.conv2`.
  package struct NamedLayer: Sendable {
    package let name: String
    package var layer: any Layer

    package var isWeightLayer: Bool { type(of: layer).isWeightLayer }
  }

  /// A place in the tree.
  package struct Node: Sendable {
    package let name: String
    package let content: Content
  }

  package indirect enum Content: Sendable {
    /// An index into `layers`.
    case layer(Int)
    case residual(body: [Node], shortcut: [Node])
    case concat([[Node]])
  }

  /// All layers in text order, a body before its shortcut.
  package internal(set) var layers: [NamedLayer]
  /// The top level.
  package let nodes: [Node]
  /// The shape of one example that it was bound to.
  package let input: Shape

  /// The network as it could be typed, each layer carrying its weights.
  package var chain: Chain { Chain(nodes.map(element), input: nil) }

  private func element(_ node: Node) -> Chain.Element {
    switch node.content {
    case .layer(let index):
      let layer = layers[index].layer
      return .layer(type(of: layer), layer.arguments, live: layer)
    case .residual(let body, let shortcut):
      return .residual(body: Chain(body.map(element)), shortcut: Chain(shortcut.map(element)))
    case .concat(let branches):
      return .concat(branches.map { Chain($0.map(element)) })
    }
  }

  /// The layer called `name`.
  package func layer(_ name: String) -> (any Layer)? {
    layers.first { $0.name == name }?.layer
  }

  /// Every name a learner can use for a layer or block, in order of execution.
  package var names: [String] { Self.names(of: nodes) }

  private static func names(of nodes: [Node]) -> [String] {
    nodes.flatMap { node in
      switch node.content {
      case .layer: [node.name]
      case .residual(let body, let shortcut):
        names(of: body) + names(of: shortcut) + [node.name]
      case .concat(let branches): branches.flatMap { names(of: $0) } + [node.name]
      }
    }
  }

  /// The first parameter or running statistic that holds nan or inf, under its full name.
  package var firstNotFinite: String? {
    for layer in layers {
      let own = layer.layer.parameters.pairs + layer.layer.buffers.pairs
      if let guilty = own.first(where: { !$0.tensor.isFinite }) {
        return "\(layer.name).\(guilty.name)"
      }
    }
    return nil
  }

  /// All parameters under full names: `conv1.weight`.
  package var parameters: NamedTensors {
    get { gathered(\.parameters) }
    set { spread(newValue, \.parameters) }
  }

  /// All running statistics under full names: `bn1.running_mean`.
  package var buffers: NamedTensors {
    get { gathered(\.buffers) }
    set { spread(newValue, \.buffers) }
  }

  private func gathered(_ part: (any Layer) -> NamedTensors) -> NamedTensors {
    var result = NamedTensors()
    for (name, layer) in layers.map({ ($0.name, $0.layer) }) {
      result.append(part(layer).prefixed(name))
    }
    return result
  }

  private mutating func spread(
    _ tensors: NamedTensors, _ part: WritableKeyPath<any Layer, NamedTensors>
  ) {
    for index in layers.indices {
      var own = layers[index].layer[keyPath: part]
      for name in own.names {
        if let tensor = tensors[layers[index].name + "." + name] { own[name] = tensor }
      }
      layers[index].layer[keyPath: part] = own
    }
  }

  /// The number of trainable numbers.
  package var parameterCount: Int {
    layers.reduce(0) { $0 + $1.layer.parameterCount }
  }

  /// The full names of the weights of its layers of weights: `conv1.weight`.
  package var weightNames: [String] {
    layers.filter(\.isWeightLayer).map { $0.name + ".weight" }
  }

  /// How many layers of weights (convolution, dense) it has, shortcuts not counted:
  /// the "38" of VGG38.
  package var depth: Int { depth(of: nodes) }

  private func depth(of nodes: [Node]) -> Int {
    nodes.reduce(0) { total, node in
      switch node.content {
      case .layer(let index):
        total + (layers[index].isWeightLayer ? 1 : 0)
      case .residual(let body, shortcut: _): total + depth(of: body)
      case .concat(let branches): total + (branches.map { depth(of: $0) }.max() ?? 0)
      }
    }
  }

  init(layers: [NamedLayer], nodes: [Node], input: Shape) {
    self.layers = layers
    self.nodes = nodes
    self.input = input
  }
}
