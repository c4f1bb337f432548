// use: the model that commands mean when they name none.

import Grammars
import Reports
import Sessions

enum Use: Command {
  static let signature = Signature(
    "use", .build, "Makes a model the active one.",
    operands: [.init("model", .model, "its name")],
    examples: [
      .init(
        "use plain", "back to plain",
        after: "data shapes; plain = stack(3, 4); bn = stack(3, 4, norm=batch)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    workspace.activeName = model.name
    return model.report
  }
}
