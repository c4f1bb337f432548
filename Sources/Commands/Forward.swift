// forward: the model applied to the batch, up to the loss.

import Grammars
import Networks
import Reports
import Sessions
import Layers

enum Forward: Command {
  static let signature = Signature(
    "forward", .run, "Runs the model on the current batch and gives the loss.",
    discussion: """
      In training mode (the default) batch norm uses the batch's own statistics and moves its \
      running ones, and dropout drops. The loss is the mean cross-entropy, or what 'loss' chose. A pass that 'step' has \
      begun is finished; the result is the same, bit for bit.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [
      .init("forward", "run the active model", after: "data shapes; batch 8; net = stack(3, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    var model = try call.model("model", workspace)
    if model.run?.isForwardDone ?? true { try workspace.begin(&model, with: context) }
    guard var run = model.run else { throw Problem(.notReady, "there is no pass to run") }
    run.finishForward { context.host.isCancelled }
    try context.host.checkCancelled()
    try workspace.checkFinite(run, of: model)
    model.keep(run)
    workspace.store(model)
    return try report(of: run)
  }

  static func report(of run: Run) throws(Problem) -> Report {
    guard let loss = run.loss else { throw Problem(.notReady, "there is no loss yet") }
    var data: [Datum.Field] = [
      .init("loss", .number(loss.value)), .init("accuracy", Accuracy(loss.accuracy).datum),
    ]
    if !run.branches.isEmpty {
      data.append(.init("dropped", .list(run.droppedBlocks.map { .string($0) })))
    }
    return Report(
      kind: "forward", data: .record(data),
      blocks: [.text(Text("loss ") + Text(Figures.text(loss.value), .strong))],
      asides: [accuracyWords(run, loss), loss.floorWords, run.droppedWords].compactMap { $0 }
        .map { .text(Text($0, .faint)) })
  }

  private static func accuracyWords(_ run: Run, _ loss: any Loss) -> String? {
    loss.accuracy.map {
      "accuracy \(Figures.text(100 * $0, digits: 3)) % of \(run.labels.count) examples"
    }
  }
}

extension Workspace {
  /// A new pass of `model` over the current batch; the next one draws other random numbers.
  mutating func begin(_ model: inout Model, with context: Context) throws(Problem) {
    model.run = try newRun(of: model, memory: context.host.memory)
    model.trail = []
    draws += 1
  }
}
