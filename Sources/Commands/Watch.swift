// watch: expressions that every step shows.

import Architectures
import Grammars
import Reports
import Sessions

enum Watch: Command {
  static let signature = Signature(
    "watch", .run, "Shows an expression after every step, as soon as it has a value.",
    operands: [.init("expression", .expression, "a number; none lists them", optional: true)],
    options: [.init("clear", .boolean, "true removes it, or all when none is named")],
    examples: [
      .init(
        "watch norm(conv1.weight)", "after every step",
        after: "data shapes; batch 8; net = stack(3, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let clears = try call.flag("clear", workspace, context) ?? false
    if let expression = call["expression"] {
      workspace.watches.removeAll { $0.text == expression.text }
      if !clears { workspace.watches.append(expression) }
    } else if clears {
      workspace.watches = []
    }
    let texts = workspace.watches.map(\.text)
    return Report(
      kind: "watch", data: ["expressions": .list(texts.map { .string($0) })],
      blocks: [
        .text(
          Text(texts.isEmpty ? "nothing is watched" : "watching " + texts.joined(separator: ", ")))
      ])
  }
}
