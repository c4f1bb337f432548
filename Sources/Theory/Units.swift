// The units that the laws' networks are made of.

import Layers
import Networks

/// A layer of this kind, its other arguments at their defaults.
func link(
  _ kind: any Layer.Type, _ arguments: KeyValuePairs<String, LayerArguments.Value> = [:]
) -> Chain {
  let values = kind.card.parameters.compactMap { parameter in
    (arguments.first { $0.key == parameter.name }?.value ?? parameter.standard)
      .map { (name: parameter.name, value: $0) }
  }
  return Chain([.layer(kind, LayerArguments(values), live: nil)])
}

/// W x, with b when asked for.
func dense(_ width: Int, bias: Bool = false) -> Chain {
  link(Dense.self, ["out": .number(Double(width)), "bias": .boolean(bias)])
}

/// x + body(x).
func residual(_ body: Chain) -> Chain { Chain([.residual(body: body, shortcut: Chain())]) }

let rectifier = link(ReLU.self)
let normalization = link(BatchNorm.self)
