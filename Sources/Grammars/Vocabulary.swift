// The words that mean something at this moment: what completion can offer.

/// What can be named now. Whoever holds the live state makes it; completion only reads it.
package struct Vocabulary: Sendable {
  /// Something that is called with arguments: a kind of layer, an architecture, a function.
  package struct Callable: Sendable, Equatable {
    package var name: String
    package var summary: String
    package var parameters: [Signature.Parameter]

    package init(_ name: String, _ summary: String, parameters: [Signature.Parameter] = []) {
      self.name = name
      self.summary = summary
      self.parameters = parameters
    }
  }

  package var verbs: Verbs
  package var layerKinds: [Callable]
  package var architectures: [Callable]
  package var functions: [Callable]
  /// Names of layers of the active model, and whatever else may stand for one.
  package var layers: [String]
  package var models: [String]
  package var variables: [String]

  package init(
    verbs: Verbs, layerKinds: [Callable] = [], architectures: [Callable] = [],
    functions: [Callable] = [], layers: [String] = [], models: [String] = [],
    variables: [String] = []
  ) {
    self.verbs = verbs
    self.layerKinds = layerKinds
    self.architectures = architectures
    self.functions = functions
    self.layers = layers
    self.models = models
    self.variables = variables
  }

  /// The kind of layer, architecture or function of that name.
  func callable(_ name: String) -> Callable? {
    (layerKinds + architectures + functions).first { $0.name == name }
  }
}
