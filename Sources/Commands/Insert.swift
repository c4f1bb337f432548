// insert: layers before or after another.

import Grammars
import Networks
import Reports
import Sessions
import Architectures

enum Insert: Command {
  static let signature = Signature(
    "insert", .build, "Inserts layers before or after layers; the others keep their weights.",
    discussion: "With a glob the layers are inserted at every layer that fits.",
    operands: [
      .init("layers", .expression, "a layer or chain"),
      .init("side", .choice(["before", "after"]), "which side"),
      .init("place", .layer, "a layer or glob"),
    ],
    options: [.init("model", .model, "a model; the active one if missing")],
    examples: [
      .init(
        "insert bn after conv*", "batch norm after every convolution",
        after: "data shapes; batch 8; net = stack(3, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    guard let layers = call["layers"], let side = try call.word("side"),
      let place = try call.word("place")
    else { throw Problem(.wrongArgument, "insert needs layers, a side and a place") }
    let chain = try context.evaluator(workspace).chain(layers).unbound
    let targets = try model.network.layers(matching: place)
    let edited = try model.network.chain.edited { name, element throws(Problem) in
      guard targets.contains(name) else { return nil }
      return side.text == "before" ? chain.elements + [element] : [element] + chain.elements
    }
    return try rebuild(
      model, as: edited, in: &workspace, with: context,
      "\(chain.notation) inserted \(side.text) \(targets.joined(separator: ", "))")
  }
}
