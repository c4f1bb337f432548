// help: everything that can be typed, from its own declarations.

import Architectures
import Grammars
import Layers
import Networks
import Reports
import Sessions

enum Help: Command {
  static let signature = Signature(
    "help", .other, "Explains a command, a layer, an architecture or a function.",
    discussion: "'help layers', 'help architectures' and 'help functions' list them.",
    operands: [.init("topic", .word, "what about; everything if missing", optional: true)],
    examples: [
      .init("help", "everything on one page"), .init("help jacobian", "a command"),
      .init("help conv", "a layer"), .init("help vgg", "an architecture, as text"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    guard let topic = try call.word("topic") else { return overview(context.library) }
    switch topic.text {
    case "layers":
      return list(
        "layer",
        layerCatalog.map { ($0.card.name, $0.card.summary) }
          + blockCatalog.map { ($0.name, $0.summary) })
    case "architectures":
      return list("architecture", architectureCatalog.map { ($0.name, $0.summary) })
    case "functions", "expressions":
      return list("function", context.library.functions.map { ($0.usage, $0.summary) })
    default: break
    }
    if let signature = context.library.verbs[topic.text] { return about(signature) }
    if let kind = layerKind(topic.text) { return about(kind.card) }
    if let architecture = architecture(named: topic.text) { return about(architecture) }
    if let block = blockCatalog.first(where: { $0.name == topic.text }) { return about(block) }
    if let function = context.library.functions.first(where: { $0.name == topic.text }) {
      return list("function", [(function.usage, function.summary)])
    }
    let known =
      context.library.verbs.names + layerNames + architectureCatalog.map { $0.name }
      + context.library.functions.map { $0.name }
    throw Problem(
      .unknownWord, "there is no help on '\(topic.text)'",
      hint: didYouMean(topic.text, among: known) ?? "'help' lists everything", place: topic.place)
  }

  /// The whole language on one page.
  private static func overview(_ library: Library) -> Report {
    let groups = Signature.Group.allCases.compactMap { group -> String? in
      let verbs = library.verbs.signatures.filter { $0.group == group }.map(\.verb)
      return verbs.isEmpty ? nil : lines(verbs, label: group.rawValue)
    }
    return Report(
      kind: "help",
      data: ["commands": .list(library.verbs.names.map { .string($0) })],
      blocks: [
        .verbatim(
          """
          data shapes; batch 32                                     examples to learn from
          net = 3 * (conv(16) -> bn -> relu) -> globalavgpool -> dense(10)         a model
          forward; backward                       both passes, or a layer at a time: step
          g = norm(gradient(conv1.weight))                                         a value
          """),
        .verbatim(groups.joined(separator: "\n")),
        .verbatim(
          """
          help VERB explains one; help layers, help architectures, help functions list
          the rest. Tab completes, Return does a step again, Ctrl-C stops what runs.
          """),
      ])
  }

  /// Words after a label, in as many lines as a terminal of 80 columns needs.
  private static func lines(_ words: [String], label: String) -> String {
    let (margin, width) = (10, 78)
    var lines = [label.padding(to: margin)]
    for word in words {
      let last = lines[lines.count - 1]
      if last.count + word.count > width {
        lines.append(String(repeating: " ", count: margin) + word + "  ")
      } else {
        lines[lines.count - 1] = last + word + "  "
      }
    }
    return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
      .joined(separator: "\n")
  }

  private static func list(_ what: String, _ rows: [(String, String)]) -> Report {
    Report(
      kind: "help", data: ["topics": .list(rows.map { .string($0.0) })],
      blocks: [
        .table(
          Table(
            columns: [.init(what, .left), .init("", .left)],
            rows: rows.map { [.words($0.0, .code), .words($0.1)] }))
      ])
  }

  private static func about(_ signature: Signature) -> Report {
    var blocks: [Block] = [
      .text(Text(signature.usage, .code)), .text(Text(signature.summary)),
    ]
    if !signature.discussion.isEmpty { blocks.append(.text(Text(signature.discussion))) }
    let parameters = signature.operands + signature.options
    if !parameters.isEmpty {
      blocks.append(
        .table(
          Table(
            columns: [.init("argument", .left), .init("", .left)],
            rows: parameters.map { [.words($0.name, .code), .words($0.summary)] })))
    }
    blocks.append(
      .table(
        Table(
          columns: [.init("example", .left), .init("", .left)],
          rows: signature.examples.map { [.words($0.line, .code), .words($0.meaning)] })))
    return Report(
      kind: "help",
      data: ["topic": .string(signature.verb), "usage": .string(signature.usage)], blocks: blocks)
  }

  private static func about(_ card: LayerCard) -> Report {
    Report(
      kind: "help", data: ["topic": .string(card.name), "usage": .string(card.usage)],
      blocks: [
        .text(Text(card.usage, .code)), .text(Text(card.summary)),
        .verbatim("  \(card.formula)\n  \(card.derivative)\n  \(card.shapes)"),
        .text(Text(card.source, .faint)),
      ]
        + (card.parameters.isEmpty
          ? []
          : [
            .table(
              Table(
                columns: [.init("argument", .left), .init("default", .left), .init("", .left)],
                rows: card.parameters.map { parameter in
                  [
                    .words(parameter.name, .code),
                    .words(parameter.standard.map { $0.notation } ?? "–"),
                    .words(parameter.summary),
                  ]
                }))
          ]))
  }

  private static func about(_ block: BlockCard) -> Report {
    var blocks: [Block] = [
      .text(Text(block.usage, .code)), .text(Text(block.summary)), .text(Text(block.discussion)),
    ]
    if !block.arguments.isEmpty {
      blocks.append(
        .table(
          Table(
            columns: [.init("argument", .left), .init("default", .left), .init("", .left)],
            rows: block.arguments.map { argument in
              [
                .words(argument.parameter.name, .code), .words(argument.standard ?? "–"),
                .words(argument.parameter.summary),
              ]
            })))
    }
    blocks.append(.text(Text("example: ") + Text(block.example, .code)))
    return Report(
      kind: "help", data: ["topic": .string(block.name), "usage": .string(block.usage)],
      blocks: blocks)
  }

  private static func about(_ architecture: Architecture) -> Report {
    Report(
      kind: "help",
      data: ["topic": .string(architecture.name), "text": .string(architecture.text)],
      blocks: [
        .text(Text(architecture.summary)), .verbatim(architecture.text),
        .text(Text(architecture.source, .faint)),
        .text(Text("example: ") + Text("net = \(architecture.example)", .code)),
      ])
  }
}

extension String {
  /// The text with spaces up to `width` characters.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(1, width - count))
  }
}
