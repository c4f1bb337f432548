// overfit: can the model learn one batch by heart, and if not, why?

import Grammars
import Networks
import Probes
import Reports
import Sessions
import Datasets
import Layers
import Tensors

enum OverfitCommand: Command {
  static let signature = Signature(
    "overfit", .learn, "Trains a copy on one batch and says whether it can learn it by heart.",
    discussion: """
      A network that cannot overfit one batch will not learn a data set. The model itself stays as \
      it is. Smoothed labels and targets that are shares have an entropy, which no network gets below: \
      the target is then meant above it. When the target is not reached, the rules of 'diagnose' say why, with their evidence.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    options: [
      .init("batch", .integer, "use the first so many examples of the batch"),
      .init("steps", .integer, "most updates (200)"),
      .init("target", .number, "the loss to get below (0.01 above the least there is)"),
      .init("rate", .number, "learning rate (0.003, or that of the optimizer you chose)"),
    ],
    examples: [
      .init(
        "overfit steps=40 target=0.5", "a short try",
        after: "data shapes; batch 8; net = stack(3, 8, norm=batch)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    var batch = try workspace.currentBatch()
    if let count = try call.integer("batch", workspace, context) {
      guard count <= batch.count else {
        throw Problem(
          .wrongArgument, "the batch has \(batch.count) examples, not \(count)",
          hint: "try: batch \(count)", place: call["batch"]?.place)
      }
      batch = batch.first(count)
    }
    let steps = try call.integer("steps", workspace, context, in: 1...1_000_000) ?? 200
    var optimizer = workspace.optimizer.fresh
    if let rate = try call.number("rate", workspace, context, in: 0...1e6) {
      optimizer.learningRate = Float(rate)
    } else if optimizer == .adam {
      optimizer.learningRate = Overfit.rate
    }
    var fresh = workspace
    fresh.batch = batch
    fresh.phase = .training
    let start = try fresh.freshBackward(of: model, host: context.host)
    let target = try target(call, workspace, context, above: start.loss?.floor ?? 0)
    let overfit: Overfit
    do {
      overfit = try Overfit.measure(
        model.network, x: batch.x, labels: batch.labels, targets: batch.targets,
        objective: workspace.objective, optimizer: optimizer, steps: steps, target: target,
        randomness: workspace.randomness.split(by: "training"),
        memory: context.host.memory,
        progress: { step, loss in
          context.host.progress(
            Double(step) / Double(steps), "step \(step) of \(steps), loss \(Figures.text(loss))")
        }, isCancelled: { context.host.isCancelled })
    } catch { throw error.problem(in: model.network.chain) }
    try context.host.checkCancelled()
    var end: Run?
    if !overfit.reached, overfit.notFinite == nil {
      var trained = model
      trained.network = overfit.after
      end = try? fresh.freshBackward(of: trained, host: context.host)
    }
    return report(
      overfit, overfit.findings(start: start, end: end, optimizer: optimizer), of: model,
      batch.count)
  }

  /// The loss to get below; refused where nothing can.
  private static func target(
    _ call: Call, _ workspace: Workspace, _ context: Context, above floor: Double
  ) throws(Problem) -> Double {
    let target = try call.number("target", workspace, context, in: 0...1e6) ?? floor + 0.01
    guard target > floor || floor == 0 else {
      throw Problem(
        .wrongArgument,
        "the target is \(Figures.text(target)), and no network gets the loss below "
          + "\(Figures.text(floor)), the entropy of the targets",
        facts: ["The loss is \(workspace.objective.words)."],
        hint: "try: overfit target=\(Figures.text(floor + 0.01))", place: call["target"]?.place)
    }
    return target
  }

  static func report(
    _ overfit: Overfit, _ findings: [Finding], of model: Model, _ examples: Int
  ) -> Report {
    var blocks: [Block] = [
      .curves(
        CurveChart(
          title: "\(model.name) on one batch of \(examples)",
          curves: [.init(name: "loss", values: overfit.losses)], scale: .fitting(overfit.losses),
          horizontal: "step", vertical: "loss")),
      .text(
        Text(overfit.reached ? "reached" : "not reached", overfit.reached ? .good : .bad)
          + Text(
            ": loss \(Figures.text(overfit.loss)) after \(overfit.steps) steps "
              + "(target \(Figures.text(overfit.target)))" + Accuracy(overfit.accuracy).tail)),
    ]
    blocks += findings.flatMap(\.blocks)
    if !overfit.reached, findings.isEmpty {
      blocks.append(.text("no rule explains it; try more steps or another learning rate"))
    }
    return Report(
      kind: "overfit",
      data: [
        "model": .string(model.name), "reached": .boolean(overfit.reached),
        "steps": .integer(overfit.steps), "loss": .number(overfit.loss),
        "accuracy": Accuracy(overfit.accuracy).datum, "target": .number(overfit.target),
        "diagnosis": .list(findings.map(\.data)),
      ], blocks: blocks)
  }
}

extension Workspace {
  /// A new forward and backward pass that changes nothing; nan and inf are left to the caller.
  func freshBackward(of model: Model, host: any Host) throws(Problem) -> Run {
    var run = try newRun(of: model, memory: host.memory)
    run.finish { host.isCancelled }
    try host.checkCancelled()
    return run
  }
}
