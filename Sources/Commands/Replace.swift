// replace: other layers in the place of some.

import Grammars
import Networks
import Reports
import Sessions
import Architectures

enum Replace: Command {
  static let signature = Signature(
    "replace", .build, "Puts other layers in the place of some; the rest keeps its weights.",
    operands: [
      .init("layers", .layer, "a layer or glob"),
      .init("by", .expression, "a layer or chain"),
    ],
    options: [.init("model", .model, "a model; the active one if missing")],
    examples: [
      .init(
        "replace relu* elu", "another activation", after: "data shapes; batch 8; net = stack(3, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    guard let place = try call.word("layers"), let by = call["by"] else {
      throw Problem(.wrongArgument, "replace needs a layer and what comes in its place")
    }
    let chain = try context.evaluator(workspace).chain(by).unbound
    let targets = try model.network.layers(matching: place)
    let edited = try model.network.chain.edited { name, _ throws(Problem) in
      targets.contains(name) ? chain.elements : nil
    }
    return try rebuild(
      model, as: edited, in: &workspace, with: context,
      "\(targets.joined(separator: ", ")) replaced by \(chain.notation)")
  }
}
