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
      for small Keras networks: hold them against what 'theory' expects of a healthy network. \
      Every threshold of a rule can be set, as in 'diagnose dead=0.5'; 'rules=true' says where they \
      come from.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    options: [
      .init("published", .boolean, "adds the detectors of the literature (false)"),
      .init("rules", .boolean, "lists the rules and their thresholds instead (false)"),
    ]
      + ruleCatalog.flatMap { rule in
        rule.thresholds.map {
          .init($0.name, .number, "\(rule.name): \($0.unit) (\(Figures.text($0.standard)))")
        }
      },
    examples: [
      .init("diagnose", "what is wrong?", after: "data shapes; batch 8; net = stack(4, 4)"),
      .init(
        "diagnose published=true", "what others would say",
        after: "data shapes; batch 8; net = stack(4, 4)"),
      .init("diagnose rules=true", "what is looked at"),
      .init(
        "diagnose dead=0.2 largestep=0.1", "stricter",
        after: "data shapes; batch 8; net = stack(4, 4)"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let thresholds = try thresholds(call, workspace, context)
    if try call.flag("rules", workspace, context) == true { return rules(thresholds) }
    let model = try call.model("model", workspace)
    let run = try workspace.lookBackward(at: model, host: context.host)
    let findings = Examination(run, optimizer: workspace.optimizer).findings(
      with: thresholds)
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

  private static func thresholds(
    _ call: Call, _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> Thresholds {
    var thresholds = Thresholds()
    for threshold in ruleCatalog.flatMap(\.thresholds) {
      if let value = try call.number(threshold.name, workspace, context, in: threshold.range) {
        thresholds[threshold] = value
      }
    }
    return thresholds
  }

  private static func rules(_ chosen: Thresholds) -> Report {
    Report(
      kind: "rules",
      data: [
        "rules": .list(
          ruleCatalog.map { rule in
            [
              "name": .string(rule.name), "looks": .string(rule.looks),
              "thresholds": .list(
                rule.thresholds.map {
                  [
                    "name": .string($0.name), "value": .number(chosen[$0]),
                    "standard": .number($0.standard), "unit": .string($0.unit),
                    "source": .string($0.source),
                  ]
                }),
            ]
          })
      ],
      blocks: ruleCatalog.flatMap { rule -> [Block] in
        [.text(Text(rule.name, .code) + Text("  " + rule.looks))]
          + rule.thresholds.map {
            .text(
              Text("  \($0.name)=\(Figures.text(chosen[$0]))", .strong)
                + Text("  \($0.unit); \($0.source)", .faint))
          }
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
  /// The finding as data: {rule, layer, evidence, thresholds, advice}.
  var data: Datum {
    [
      "rule": .string(rule), "layer": layer.map { .string($0) } ?? .null,
      "evidence": .string(evidence),
      "thresholds": .record(levels.map { .init($0.threshold.name, .number($0.value)) }),
      "advice": .string(advice),
    ]
  }

  /// The finding in words.
  var blocks: [Block] {
    [
      .text(
        Text(rule, .bad) + Text(layer.map { " at \($0)" } ?? "") + Text(": \(evidence)")
          + Text(held.map { " (\($0))" } ?? "", .faint)),
      .text(Text("  try: \(advice)", .faint)),
    ]
  }

  /// "threshold dead=0.8, share of units"; nil where there is none.
  private var held: String? {
    guard !levels.isEmpty else { return nil }
    let words = levels.map {
      "\($0.threshold.name)=\(Figures.text($0.value)), \($0.threshold.unit)"
    }
    return (levels.count == 1 ? "threshold " : "thresholds ") + words.joined(separator: "; ")
  }
}
