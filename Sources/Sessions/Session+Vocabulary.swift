// What can be named at this moment, for completion.

import Architectures
package import Grammars
import Layers
import Networks
import Reports
import Tensors

extension Session {
  /// Every word that means something now.
  package var vocabulary: Vocabulary {
    let active = workspace.activeName.flatMap { workspace.model(named: $0) }
    let names = (active?.network.names ?? []) + (active?.network.parameters.names ?? [])
    return Vocabulary(
      verbs: context.library.verbs,
      layerKinds: layerCatalog.map { $0.card.callable } + blockCatalog.map(\.callable),
      architectures: architectureCatalog.map { Vocabulary.Callable($0.name, $0.summary) },
      functions: context.library.functions.map { Vocabulary.Callable($0.name, $0.summary) },
      layers: names, models: workspace.models.map(\.name),
      variables: workspace.variables.map(\.name) + workspace.functions.map(\.name.text))
  }
}

extension BlockCard {
  fileprivate var callable: Vocabulary.Callable {
    Vocabulary.Callable(name, summary, parameters: arguments.map(\.parameter))
  }
}

extension LayerCard {
  fileprivate var callable: Vocabulary.Callable {
    Vocabulary.Callable(
      name, summary,
      parameters: parameters.map { Signature.Parameter($0.name, .word, $0.summary) })
  }
}
