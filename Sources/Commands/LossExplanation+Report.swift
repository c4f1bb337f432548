// explain loss: the loss of one example as a report, class by class.

import Architectures
import Grammars
import Layers
import Networks
import Probes
import Reports
import Sessions
import Tensors

extension LossExplanation {
  /// The example named by `explain loss EXAMPLE`, else the first.
  static func report(
    _ call: Call, _ model: Model, _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> Report {
    let run = try workspace.look(at: model, host: context.host)
    let places = call.all("element")
    let last = run.program.input.examples - 1
    let example = try places.first.map { place throws(Problem) in
      try context.evaluator(workspace).integer(place, in: 0...last)
    }
    if let other = (call["of"] ?? places.dropFirst().first) {
      throw Problem(
        .wrongArgument, "'explain loss' takes the number of an example, from 0 to \(last)",
        hint: "try: explain loss 0", place: other.place)
    }
    guard let explanation = LossExplanation(example ?? 0, of: run) else {
      throw Problem(.notReady, "there is no loss yet", hint: "try: forward")
    }
    return explanation.report(of: run, model)
  }

  /// More classes than this are not listed.
  private static let mostListed = 12

  private func report(of run: Run, _ model: Model) -> Report {
    let hasShares = rows.contains { $0.share != nil }
    let listed = rows.enumerated().prefix(Self.mostListed)
    let more =
      rows.count > Self.mostListed
      ? " (the first \(Self.mostListed) of \(Figures.text(rows.count)))" : ""
    let agreement =
      agrees
      ? Text("  the run holds \(Figures.text(held, digits: 6))", .good)
      : Text("  the run holds other numbers: \(Figures.text(held, digits: 6))", .bad)
    let columns: [Table.Column] =
      [.init("output"), .init("z"), .init("t")]
      + (hasShares ? [.init("softmax(z)")] : []) + [.init("dz")]
    return Report(
      kind: "explain",
      data: [
        "layer": "loss", "model": .string(model.name), "example": .integer(example),
        "value": .number(value), "held": .number(held), "agrees": .boolean(agrees),
        "targets": .list(rows.map { .number($0.target) }),
        "gradient": .list(rows.map { .number($0.gradient) }),
      ],
      blocks: [
        .text(Text("loss", .strong) + Text("  \(run.objective.words)", .code)),
        .text(Text("  " + run.objective.formula(hasTargets: run.targets != nil))),
        .table(
          Table(
            title: "example \(example)\(more)", columns: columns,
            rows: listed.map { index, row in
              [.integer(index), .number(row.score), .number(row.target)]
                + (row.share.map { [.number($0)] } ?? []) + [.number(row.gradient)]
            })),
        .text("  ℓ = \(part) = \(Figures.text(value, digits: 6))"), .text(agreement),
      ])
  }

  /// The formula of one example's part.
  private var part: String {
    rows.contains { $0.share != nil } ? "−Σ t log softmax(z)" : "(1/C) Σ (z − t)²"
  }
}
