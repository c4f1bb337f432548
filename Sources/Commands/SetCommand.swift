// set: how fathom works and shows things.

import Grammars
import Reports
import Sessions

enum SetCommand: Command {
  static let signature = Signature(
    "set", .other, "Shows or changes a setting.",
    discussion: """
      threads: how many threads compute, 0 for one a core; results do not depend on it. width: columns \
      of output, 0 for the terminal's own. describe: true tells pictures in words. kernels: fast, or \
      reference, which makes convolutions and matrix products plain loops over single numbers, summed \
      in Float64: slow, and what the fast ones are tested against.
      """,
    operands: [
      .init(
        "key", .choice(["threads", "width", "describe", "kernels"]), "which; all if missing",
        optional: true),
      .init("value", .expression, "its new value", optional: true),
    ],
    examples: [
      .init("set threads 1", "one thread"), .init("set kernels reference", "by the formula"),
      .init("set", "all settings"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    if let value = call["value"] {
      guard let key = try call.word("key")?.text else {
        throw Problem(
          .unknownWord, "no setting '\(value.text)'",
          hint: "the settings are threads, width, describe and kernels", place: value.place)
      }
      switch key {
      case "threads":
        workspace.settings.threads = try call.integer("value", workspace, context, in: 0...256) ?? 0
      case "width":
        let width = try call.integer("value", workspace, context, in: 0...400) ?? 0
        guard width == 0 || width >= 20 else {
          throw Problem(.wrongArgument, "width is 0 or from 20 to 400", place: call["value"]?.place)
        }
        workspace.settings.width = width
      case "kernels":
        guard ["fast", "reference"].contains(value.text) else {
          throw Problem(.wrongArgument, "kernels are fast or reference", place: value.place)
        }
        workspace.settings.isReference = value.text == "reference"
      default:
        workspace.settings.describes = try call.flag("value", workspace, context) ?? false
      }
    }
    let settings = workspace.settings
    return Report(
      kind: "set",
      data: [
        "threads": .integer(settings.threads), "width": .integer(settings.width),
        "describe": .boolean(settings.describes), "kernels": .string(settings.kernels),
      ],
      blocks: [
        .table(
          Table(
            columns: [.init("setting", .left), .init("value")],
            rows: [
              [.words("threads"), .integer(settings.threads)],
              [.words("width"), .integer(settings.width)],
              [.words("describe"), .words(String(settings.describes))],
              [.words("kernels"), .words(settings.kernels)],
            ]))
      ])
  }
}

extension Settings {
  fileprivate var kernels: String { isReference ? "reference" : "fast" }
}
