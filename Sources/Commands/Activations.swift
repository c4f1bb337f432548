// activations: what every layer gives, by depth.

import Grammars
import Networks
import Probes
import Reports
import Sessions

enum Activations: Command {
  static let signature = Signature(
    "activations", .look,
    "Shows mean, spread, dead and saturated units of every layer's output, by depth.",
    discussion: """
      'zero' is the share of elements that are exactly 0; 'dead' the share of channels or features \
      that are 0 for the whole batch; 'saturated' the share of elements within 1 % of the limits of \
      tanh, sigmoid, scaledtanh and relu6, where the slope dies. A forward pass is made if there is none.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [
      .init("activations", "of the active model", after: "data shapes; batch 8; net = stack(4, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let facts = ActivationFacts.of(try workspace.look(at: model, host: context.host))
    let largest = facts.map(\.deviation).max() ?? 0
    return Report(
      kind: "activations",
      data: [
        "model": .string(model.name),
        "layers": .list(
          facts.map { fact in
            [
              "name": .string(fact.name), "mean": .number(fact.mean),
              "std": .number(fact.deviation), "min": .number(fact.minimum),
              "max": .number(fact.maximum), "zero": .number(fact.zeroShare),
              "dead": .number(fact.deadShare),
              "saturated": fact.saturatedShare.map { .number($0) } ?? .null,
            ]
          }),
      ],
      blocks: [
        .table(
          Table(
            title: "activations of \(model.name) (bars: std)",
            columns: [
              .init("layer", .left), .init("mean"), .init("std"), .init("", .left), .init("min"),
              .init("max"), .init("zero %"), .init("dead %"),
            ],
            rows: facts.map { fact in
              [
                .words(fact.name), .number(fact.mean), .number(fact.deviation),
                .bar(largest > 0 ? fact.deviation / largest : 0), .number(fact.minimum),
                .number(fact.maximum), percent(fact.zeroShare), percent(fact.deadShare),
              ]
            }))
      ] + saturation(facts))
  }

  /// The layers that can saturate, if there are any.
  private static func saturation(_ facts: [ActivationFacts]) -> [Block] {
    let rows = facts.compactMap { fact -> [Table.Cell]? in
      fact.saturatedShare.map { [.words(fact.name), percent($0), .bar($0)] }
    }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        Table(columns: [.init("layer", .left), .init("saturated %"), .init("", .left)], rows: rows))
    ]
  }

  private static func percent(_ share: Double) -> Table.Cell {
    .number((1000 * share).rounded() / 10)
  }
}
