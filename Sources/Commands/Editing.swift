// Changes to a live model's layers: what they share.

import Architectures
import Grammars
import Networks
import Reports
import Sessions
import Tensors
import Layers

/// Binds an edited chain in the place of a model. Layers that still fit keep their weights; what
/// had to be drawn anew is told.
func rebuild(
  _ model: Model, as chain: Chain, in workspace: inout Workspace, with context: Context,
  _ what: String
) throws(Problem) -> Report {
  guard !chain.elements.isEmpty else {
    throw Problem(
      .wrongArgument, "the last layer cannot be removed", hint: "try: delete \(model.name)")
  }
  let network = try workspace.bound(chain, to: model.network.input, memory: context.host.memory)
  let kept = Set(model.network.parameters.tensors.map { ObjectIdentifier($0.storage) })
  let anew = network.layers.filter { layer in
    layer.layer.parameters.tensors.contains { !kept.contains(ObjectIdentifier($0.storage)) }
  }.map(\.name)
  var edited = model
  edited.network = network
  edited.reset()
  workspace.store(edited)
  return Report(
    kind: "edit",
    data: [
      "model": .string(model.name), "notation": .string(network.chain.notation),
      "drawn": .list(anew.map { .string($0) }),
      "parameters": .integer(network.parameterCount),
    ],
    blocks: [
      .text(Text(what)), .text(Text(network.chain.notation, .code)),
      .text(
        Text(
          anew.isEmpty
            ? "all weights are kept" : "new weights: " + anew.joined(separator: ", "), .faint)),
    ])
}

extension Chain {
  /// The chain with every top-level or inner element replaced by what `change` makes of it and its
  /// name; nil keeps it.
  func edited(
    prefix: String = "", _ change: (String, Element) throws(Problem) -> [Element]?
  ) throws(Problem) -> Chain {
    var counts: [String: Int] = [:]
    var result: [Element] = []
    for element in elements {
      counts[element.kind, default: 0] += 1
      let name = prefix + element.kind + String(counts[element.kind, default: 1])
      if let replacement = try change(name, element) {
        result += replacement
        continue
      }
      switch element {
      case .layer: result.append(element)
      case .residual(let body, let shortcut):
        result.append(
          .residual(
            body: try body.edited(prefix: name + ".", change),
            shortcut: try shortcut.edited(prefix: name + ".shortcut.", change)))
      case .concat(let branches):
        var edited: [Chain] = []
        for (index, branch) in branches.enumerated() {
          edited.append(try branch.edited(prefix: "\(name).branch\(index + 1).", change))
        }
        result.append(.concat(edited))
      }
    }
    return Chain(result, input: input)
  }
}
