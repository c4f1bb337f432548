// lesion: what the loss would be without each layer or block.

import Grammars
import Networks
import Probes
import Reports
import Sessions
import Layers

enum LesionCommand: Command {
  static let signature = Signature(
    "lesion", .look, "Shows the loss on the batch without each layer or block in turn.",
    discussion: """
      Of a residual block the branch is left out and the shortcut stays; any other layer or block of \
      the top level is left out whole. Nothing is trained anew and the model itself is not touched. \
      Layers whose input and output differ in shape cannot be left out and are named. A residual \
      network that has learned loses little by any one block, a plain one almost everything (Veit, \
      Wilber and Belongie 2016).
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [
      .init(
        "lesion", "every block of the active model",
        after:
          "data shapes; batch 8; net = conv(4) -> 4 * residual(bn -> relu -> conv(4)) -> globalavgpool -> dense(10)"
      )
    ])

  /// The loss and the accuracy without one layer or block; nil: its removal changes shapes.
  private struct Lesion {
    var name: String
    var outcome: (loss: Double, accuracy: Double?)?
  }

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let whole = try workspace.look(at: model, host: context.host)
    guard let loss = whole.loss else {
      throw Problem(.notReady, "there is no loss yet", hint: "try: forward")
    }
    var lesions: [Lesion] = []
    for (index, name) in whole.program.topLevel.enumerated() {
      context.host.progress(Double(index) / Double(whole.program.topLevel.count), name)
      var run = whole.program.stretch(name).flatMap { whole.without($0) }
      run?.finishForward { context.host.isCancelled }
      try context.host.checkCancelled()
      lesions.append(
        Lesion(name: name, outcome: run?.loss.map { ($0.value, $0.accuracy) }))
    }
    return report(lesions, of: model, loss: loss.value, accuracy: loss.accuracy)
  }

  private static func report(
    _ lesions: [Lesion], of model: Model, loss: Double, accuracy: Double?
  ) -> Report {
    let skipped = lesions.filter { $0.outcome == nil }.map(\.name)
    let largest = lesions.compactMap { $0.outcome?.loss }.filter(\.isFinite).max() ?? 0
    let highest = max(largest, loss)
    func row(_ name: String, _ loss: Double, _ accuracy: Double?, _ change: Double?) -> [Table.Cell]
    {
      [
        .words(name), .number(loss), change.map { .number($0) } ?? .empty,
        Accuracy(accuracy).cell, .bar(highest > 0 ? loss / highest : 0),
      ]
    }
    var blocks: [Block] = [
      .table(
        Table(
          title: "\(model.name) without one layer or block (bars: loss)",
          columns: [
            .init("without", .left), .init("loss"), .init("change"), .init("accuracy %"),
            .init("", .left),
          ],
          rows: [row("(nothing)", loss, accuracy, nil)]
            + lesions.compactMap { lesion in
              lesion.outcome.map { row(lesion.name, $0.loss, $0.accuracy, $0.loss - loss) }
            }))
    ]
    if !skipped.isEmpty {
      blocks.append(
        .text(
          Text("not left out, for shapes would change: " + skipped.joined(separator: ", "), .faint))
      )
    }
    return Report(
      kind: "lesion",
      data: [
        "model": .string(model.name), "loss": .number(loss), "accuracy": Accuracy(accuracy).datum,
        "layers": .list(
          lesions.compactMap { lesion in
            lesion.outcome.map {
              [
                "name": .string(lesion.name), "loss": .number($0.loss),
                "accuracy": Accuracy($0.accuracy).datum,
              ]
            }
          }),
        "skipped": .list(skipped.map { .string($0) }),
      ], blocks: blocks)
  }
}
