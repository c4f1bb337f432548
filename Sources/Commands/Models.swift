// models: all models of the session.

import Grammars
import Reports
import Sessions
import Networks

enum Models: Command {
  static let signature = Signature(
    "models", .build, "Lists the models; the active one is marked.",
    examples: [.init("models", "all of them", after: "data shapes; net = stack(3, 4)")])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let active = workspace.activeName
    return Report(
      kind: "models",
      data: [
        "active": active.map { .string($0) } ?? .null,
        "models": .list(
          workspace.models.map { model in
            [
              "name": .string(model.name), "parameters": .integer(model.network.parameterCount),
              "depth": .integer(model.network.depth),
              "notation": .string(model.network.chain.notation),
            ]
          }),
      ],
      blocks: workspace.models.isEmpty
        ? [.text("no models yet: net = conv(16) -> relu -> globalavgpool -> dense(10)")]
        : [
          .table(
            Table(
              columns: [
                .init("", .left), .init("model", .left), .init("depth"), .init("parameters"),
                .init("layers", .left),
              ],
              rows: workspace.models.map { model in
                [
                  .words(model.name == active ? "*" : ""), .words(model.name, .strong),
                  .integer(model.network.depth), .integer(model.network.parameterCount),
                  .words(model.network.chain.notation),
                ]
              }))
        ])
  }
}
