// The reference networks, in the language itself: a new one is its file and one line here.

import Grammars
import Reports

/// A reference network as text that a learner can read, copy and change.
package struct Architecture: Sendable {
  package let name: String
  /// One sentence.
  package let summary: String
  /// Paper or code it follows.
  package let source: String
  /// Definitions in the language; the last one has the architecture's name.
  package let text: String
  /// A call that works on every built-in data set of images.
  package let example: String
}

/// The reference networks, in the order of `help architectures`.
package let architectureCatalog: [Architecture] = [
  .vgg, .resnet, .stack, .mlp, .lenet,
]

/// The architecture called `name`.
package func architecture(named name: String) -> Architecture? {
  architectureCatalog.first { $0.name == name }
}

/// Inside an architecture its own definitions are known, and then whatever is known outside, but
/// not the learner's functions: renaming one cannot break `vgg`.
struct ArchitectureScope: Scope {
  private let functions: [Function]
  private let outside: any Scope

  init(architecture: Architecture, outside: any Scope) {
    let statements = (try? parse(architecture.text, verbs: Verbs([]))) ?? []
    functions = statements.compactMap { statement in
      guard case .definition(let function) = statement.form else { return nil }
      return function
    }
    self.outside = outside
  }

  func value(named name: String) throws(Problem) -> Value? {
    name == "data.classes" ? try outside.value(named: name) : nil
  }

  func function(named name: String) -> Function? { functions.first { $0.name.text == name } }

  func call(
    _ function: Word, _ arguments: [Argument], by evaluator: Evaluator
  ) throws(Problem) -> Value? { nil }

  var names: [String] { functions.map(\.name.text) }
}
