// diagnose: what the rules find in the model at this batch, and what published detectors say.

import Grammars
import Networks
import Probes
import Reports
import Sessions

enum DiagnoseCommand: Command {
  static let signature = Signature(
    "diagnose", .look, "Examines model and batch by rules, each with its evidence.",
    discussion: """
      The rules look at one pass forward and backward and at the optimizer's first step. What they \
      find is measured here; what they do not find they do not rule out. 'published=true' adds the \
      detectors of the literature with their thresholds and what they measure here. They were made \
      for small Keras networks: hold them against what 'theory' expects of a healthy network.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    options: [
      .init("published", .boolean, "adds the detectors of the literature (false)"),
      .init("rules", .boolean, "lists the rules and their thresholds instead (false)"),
    ],
    examples: [
      .init("diagnose", "what is wrong?", after: "data shapes; batch 8; net = stack(4, 4)"),
      .init(
        "diagnose published=true", "what others would say",
        after: "data shapes; batch 8; net = stack(4, 4)"),
      .init("diagnose rules=true", "what is looked at"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    if try call.flag("rules", workspace, context) == true { return rules }
    let model = try call.model("model", workspace)
    let run = try workspace.lookBackward(at: model, host: context.host)
    let findings = Examination(run, optimizer: workspace.optimizer).findings()
    var blocks = findings.flatMap(\.blocks)
    if findings.isEmpty {
      blocks = [
        .text(
          Text("nothing found", .good)
            + Text(
              " by \(ruleCatalog.count) rules at this batch; 'overfit' tries \(model.name) out"))
      ]
    }
    let detections = Detection.all(of: run)
    if try call.flag("published", workspace, context) == true { blocks.append(table(detections)) }
    return Report(
      kind: "diagnose",
      data: [
        "model": .string(model.name), "findings": .list(findings.map(\.data)),
        "detectors": .list(
          detections.map {
            [
              "source": .string($0.source), "rule": .string($0.rule), "value": .number($0.value),
              "fires": .boolean($0.fires),
            ]
          }),
      ], blocks: blocks)
  }

  private static var rules: Report {
    Report(
      kind: "rules",
      data: [
        "rules": .list(
          ruleCatalog.map {
            [
              "name": .string($0.name), "looks": .string($0.looks),
              "threshold": $0.threshold.map { .number($0) } ?? .null,
            ]
          })
      ],
      blocks: ruleCatalog.map { rule in
        .text(
          Text(rule.name, .code)
            + Text(rule.threshold.map { " (\(Figures.text($0)))" } ?? "", .strong)
            + Text("  " + rule.looks))
      })
  }

  private static func table(_ detections: [Detection]) -> Block {
    .table(
      Table(
        title: "published detectors",
        columns: [
          .init("source", .left), .init("fires if", .left), .init("here"), .init("fires", .left),
        ],
        rows: detections.map {
          [
            .words($0.source), .words($0.rule), .number($0.value),
            .words($0.fires ? "yes" : "no", $0.fires ? .bad : .good),
          ]
        }))
  }
}

extension Finding {
  /// The finding as data: {rule, layer, evidence, advice}.
  var data: Datum {
    [
      "rule": .string(rule), "layer": layer.map { .string($0) } ?? .null,
      "evidence": .string(evidence), "advice": .string(advice),
    ]
  }

  /// The finding in words.
  var blocks: [Block] {
    [
      .text(
        Text(rule, .bad) + Text(layer.map { " at \($0)" } ?? "") + Text(": \(evidence)")),
      .text(Text("  try: \(advice)", .faint)),
    ]
  }
}
