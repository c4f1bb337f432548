// rename, copy, delete, reset: models as things to keep in order.

import Grammars
import Reports
import Sessions

enum Rename: Command {
  static let signature = Signature(
    "rename", .build, "Gives a model another name.",
    operands: [.init("model", .model, "its name"), .init("name", .word, "the new name")],
    examples: [.init("rename net plain", "a better name", after: "data shapes; net = stack(3, 4)")])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let name = try newName(call, workspace)
    guard let index = workspace.models.firstIndex(where: { $0.name == model.name }) else {
      return model.report
    }
    workspace.models[index].name = name
    if workspace.activeName == model.name { workspace.activeName = name }
    return workspace.models[index].report
  }
}

enum Copy: Command {
  static let signature = Signature(
    "copy", .build, "Makes a second model with the same layers and weights.",
    operands: [.init("model", .model, "its name"), .init("name", .word, "the copy's name")],
    examples: [
      .init("copy net before", "keep the old weights", after: "data shapes; net = stack(3, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    var model = try call.model("model", workspace)
    model.name = try newName(call, workspace)
    workspace.store(model)
    return model.report
  }
}

enum Delete: Command {
  static let signature = Signature(
    "delete", .build, "Removes models.",
    operands: [.init("models", .model, "their names", repeats: true)],
    examples: [.init("delete net", "away with it", after: "data shapes; net = stack(3, 4)")])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let names = try call.models("models", workspace).map(\.name)
    workspace.models.removeAll { names.contains($0.name) }
    if let active = workspace.activeName, names.contains(active) {
      workspace.activeName = workspace.models.last?.name
    }
    return Report(
      kind: "delete", data: ["models": .list(names.map { .string($0) })],
      blocks: [.text(Text("deleted: " + names.joined(separator: ", ")))])
  }
}

enum Reset: Command {
  static let signature = Signature(
    "reset", .run, "Forgets the pass: the next step begins at the first layer.",
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [.init("reset", "begin anew", after: "data shapes; batch 8; net = stack(3, 4); step")]
  )

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    var model = try call.model("model", workspace)
    model.reset()
    workspace.store(model)
    return Report(
      kind: "reset", data: ["model": .string(model.name)],
      blocks: [.text(Text("the pass of \(model.name) is forgotten; its weights are kept"))])
  }
}

/// The new name that a call gives, which no model may have yet.
private func newName(_ call: Call, _ workspace: Workspace) throws(Problem) -> String {
  guard let word = try call.word("name") else {
    throw Problem(.wrongArgument, "a new name is needed")
  }
  try workspace.checkNew(word, isModel: true)
  guard workspace.model(named: word.text) == nil else {
    throw Problem(.wrongArgument, "there is a model '\(word.text)' already", place: word.place)
  }
  return word.text
}
