// break: where `continue` stops.

import Grammars
import Networks
import Reports
import Sessions

enum Break: Command {
  static let signature = Signature(
    "break", .run, "Sets a breakpoint at a layer, or lists and clears them.",
    discussion: "'continue' stops before the layer, on the way forward and on the way back.",
    operands: [.init("layer", .layer, "a layer or a glob; none lists them", optional: true)],
    options: [.init("clear", .boolean, "true removes it, or all when no layer is named")],
    examples: [
      .init("break relu2", "stop before relu2", after: "data shapes; batch 8; net = stack(3, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let clears = try call.flag("clear", workspace, context) ?? false
    if let word = try call.word("layer") {
      let names = try workspace.activeModel().network.layers(matching: word)
      workspace.breakpoints.removeAll { names.contains($0) }
      if !clears { workspace.breakpoints += names }
    } else if clears {
      workspace.breakpoints = []
    }
    return Report(
      kind: "break", data: ["layers": .list(workspace.breakpoints.map { .string($0) })],
      blocks: [
        .text(
          workspace.breakpoints.isEmpty
            ? "no breakpoints"
            : Text("breakpoints: " + workspace.breakpoints.joined(separator: ", ")))
      ])
  }
}
