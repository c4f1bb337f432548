// note: words between the numbers.

import Grammars
import Reports
import Sessions

enum Note: Command {
  static let signature = Signature(
    "note", .notebook, "Writes a note into the notebook.",
    operands: [.init("text", .string, "what to note")],
    examples: [.init("note \"the first layer starves\"", "for later")])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let text = try call.word("text")?.text ?? ""
    return Report(kind: "note", data: ["text": .string(text)], blocks: [.text(Text(text))])
  }
}
