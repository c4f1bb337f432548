// Parts of a network that have an input and an output of their own.

extension Program {
  /// A chain of layers: the whole network, the body or shortcut of a residual block, a branch of
  /// a concat.
  package struct Part: Sendable, Equatable {
    /// Called `network`, `residual1.body`, `residual1.shortcut`, `concat1.branch2`. A shortcut
    /// without layers has no instructions.
    package let stretch: Stretch
    /// The names of its layers and blocks, in order.
    package let elements: [String]
    /// The block that it belongs to, and which of the block's inputs it gives; nil for the whole.
    package let block: Place?

    package struct Place: Sendable, Equatable {
      package let name: String
      package let input: Int
    }

    package var isShortcut: Bool { stretch.name.hasSuffix(".shortcut") }
  }

  /// Why two layers do not enclose a stretch.
  package enum StretchMistake: Error, Sendable, Equatable {
    case unknown(String)
    /// Nothing of what `from` gives reaches `to`.
    case apart(from: String, to: String)
    /// At `layer` something joins that does not come through `from`.
    case joined(from: String, layer: String)
  }

  /// What the whole network is called.
  package static let whole = "network"

  /// The whole network.
  package var whole: Stretch {
    Stretch(name: Self.whole, instructions: instructions.indices, input: 0)
  }

  package func part(_ name: String) -> Part? { parts.first { $0.stretch.name == name } }

  /// The part in whose chain `name` stands.
  package func part(holding name: String) -> Part? {
    parts.first { $0.elements.contains(name) }
  }

  /// The body and the shortcut, or the branches, of the block called `name`; none of a layer's.
  package func parts(of name: String) -> [Part] { parts.filter { $0.block?.name == name } }

  /// All that can be differentiated by name: layers, blocks and parts.
  package var stretchNames: [String] { stretches.map(\.name) + parts.map(\.stretch.name) }

  /// The layer, block or part called `name`.
  package func anyStretch(_ name: String) -> Stretch? { stretch(name) ?? part(name)?.stretch }

  /// From the input of `first` to the output of `last`, in the same chain or farther inside: all
  /// that `last` gives must come through the input of `first`.
  package func stretch(
    from first: String, to last: String
  ) throws(StretchMistake) -> Stretch {
    guard let start = anyStretch(first) else { throw .unknown(first) }
    guard let end = anyStretch(last) else { throw .unknown(last) }
    let (from, to) = (start.instructions.lowerBound, end.instructions.upperBound)
    guard from <= to else { throw .apart(from: first, to: last) }
    let stretch = Stretch(
      name: first == last ? first : "\(first) … \(last)", instructions: from..<to,
      input: start.input)
    let path = path(of: stretch)
    for index in path
    where !instructions[index].inputs.allSatisfy({ $0 == start.input || $0 > from }) {
      throw .joined(from: first, layer: instructions[index].name)
    }
    guard start.instructions.last.map(path.contains) ?? true else {
      throw .apart(from: first, to: last)
    }
    return stretch
  }

  /// The instructions of a stretch that its output depends on, in order.
  package func path(of stretch: Stretch) -> [Int] {
    var needed: Set<Int> = [stretch.output]
    var path: [Int] = []
    for index in stretch.instructions.reversed() where needed.contains(index + 1) {
      path.append(index)
      needed.formUnion(instructions[index].inputs)
    }
    return path.reversed()
  }
}
