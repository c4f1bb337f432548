// add: layers after the last one.

import Grammars
import Networks
import Reports
import Sessions
import Architectures

enum Add: Command {
  static let signature = Signature(
    "add", .build, "Adds layers at the end of the model; the others keep their weights.",
    operands: [.init("layers", .expression, "a layer or chain")],
    options: [.init("model", .model, "a model; the active one if missing")],
    examples: [
      .init(
        "add relu -> dense(10)", "two more layers", after: "data shapes; batch 8; net = stack(3, 4)"
      )
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    guard let layers = call["layers"] else {
      throw Problem(.wrongArgument, "add needs layers")
    }
    let chain = try context.evaluator(workspace).chain(layers)
    return try rebuild(
      model, as: model.network.chain + chain, in: &workspace, with: context,
      "\(chain.notation) added to \(model.name)")
  }
}
