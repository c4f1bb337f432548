// remove: layers out of the model.

import Grammars
import Networks
import Reports
import Sessions

enum Remove: Command {
  static let signature = Signature(
    "remove", .build, "Removes layers or blocks; the others keep their weights.",
    operands: [.init("layers", .layer, "layers or globs", repeats: true)],
    options: [.init("model", .model, "a model; the active one if missing")],
    examples: [
      .init(
        "remove bn*", "without batch norm",
        after: "data shapes; batch 8; net = stack(3, 4, norm=batch)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    var targets: [String] = []
    for word in try call.words("layers") { targets += try model.network.layers(matching: word) }
    let edited = try model.network.chain.edited { name, _ throws(Problem) in
      targets.contains(name) ? [] : nil
    }
    return try rebuild(
      model, as: edited, in: &workspace, with: context,
      "\(targets.joined(separator: ", ")) removed from \(model.name)")
  }
}
