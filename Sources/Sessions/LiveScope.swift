// What names mean in a session: variables, models, parameters, and live functions.

package import Architectures
package import Grammars
package import Reports
package import Tensors
import Networks
import Datasets

/// A function of the language that looks at the live state, such as `gradient(conv1.weight)`.
package struct LiveFunction: Sendable {
  package let name: String
  /// `gradient(NAME)`.
  package let usage: String
  /// One sentence.
  package let summary: String
  package let value:
    @Sendable (_ arguments: [Argument], _ evaluator: Evaluator, _ scope: LiveScope)
      throws(Problem) -> Value

  package init(
    _ usage: String, _ summary: String,
    value:
      @escaping @Sendable (_ arguments: [Argument], _ evaluator: Evaluator, _ scope: LiveScope)
      throws(Problem) -> Value
  ) {
    name = String(usage.prefix { $0 != "(" })
    self.usage = usage
    self.summary = summary
    self.value = value
  }
}

/// The session's names for an evaluator.
package struct LiveScope: Scope {
  package let workspace: Workspace
  package let host: any Host
  private let functions: [LiveFunction]

  package init(_ workspace: Workspace, functions: [LiveFunction], host: any Host) {
    self.workspace = workspace
    self.functions = functions
    self.host = host
  }

  package func value(named name: String) throws(Problem) -> Value? {
    if let variable = workspace.variables.first(where: { $0.name == name }) {
      return variable.value
    }
    if let model = workspace.model(named: name), !layerNames.contains(name) {
      return .chain(model.network.chain.unbound)
    }
    if name == "data.classes" {
      guard let classes = workspace.batch?.classes ?? workspace.dataset?.classes else {
        throw Problem(
          .notReady, "the number of classes is the data's, and there is no data yet",
          hint: "try: data shapes; batch 32, or name it: classes=10")
      }
      return .number(Double(classes))
    }
    return parameter(name).map { .tensor($0) }
  }

  /// The parameter or running statistic called `conv1.weight`, or `plain.conv1.weight`.
  package func parameter(_ name: String) -> Tensor? {
    guard let (model, rest) = owner(of: name) else { return nil }
    return model.network.parameters[rest] ?? model.network.buffers[rest]
  }

  /// The model that a dotted name means, and the rest of the name: the model named first, or the
  /// active one.
  package func owner(of name: String) -> (model: Model, rest: String)? {
    if let dot = name.firstIndex(of: "."),
      let model = workspace.model(named: String(name[..<dot]))
    {
      return (model, String(name[name.index(after: dot)...]))
    }
    return workspace.activeName.flatMap { workspace.model(named: $0) }.map { ($0, name) }
  }

  package func function(named name: String) -> Function? {
    workspace.functions.first { $0.name.text == name }
  }

  package func call(
    _ function: Word, _ arguments: [Argument], by evaluator: Evaluator
  ) throws(Problem) -> Value? {
    guard let live = functions.first(where: { $0.name == function.text }) else { return nil }
    return try live.value(arguments, evaluator, self)
  }

  package var names: [String] {
    (owner(of: "")?.model.network.parameters.names ?? []) + workspace.variables.map(\.name)
      + workspace.models.map(\.name)
      + functions.map(\.name) + workspace.functions.map(\.name.text)
  }
}
