// What one step did, in words, symbols and numbers.

import Grammars
import Layers
import Networks
import Reports
import Sessions
import Tensors
import Kernels
import Architectures

enum StepReport {
  /// The report of the step that `model`'s pass has just taken.
  static func make(
    _ model: Model, workspace: Workspace, context: Context
  ) throws(Problem) -> Report {
    guard let run = model.run else { throw Problem(.notReady, "there is no pass") }
    var report: Report
    switch run.last {
    case nil:
      report = Report(
        kind: "step", data: ["position": 0, "direction": "start"],
        blocks: [.text("at the start: nothing has been computed yet")])
    case .forward(let index): report = forward(run, index)
    case .loss: report = loss(run)
    case .backward(let index): report = backward(run, index)
    }
    for watch in workspace.watches {
      report.blocks.append(
        .text(Text("  watch \(watch.text) = \(value(of: watch, workspace, context))")))
    }
    return report
  }

  /// A watched expression's value, or why it has none yet.
  private static func value(
    of watch: Expression, _ workspace: Workspace, _ context: Context
  ) -> String {
    do {
      return Figures.text(try context.evaluator(workspace).number(watch))
    } catch { return "– (\(error.message))" }
  }

  private static func forward(_ run: Run, _ index: Int) -> Report {
    let instruction = run.program.instructions[index]
    let output = run.values[index + 1]
    let inputs = instruction.inputs.compactMap { run.values[$0] }
    let (before, after) = (inputs.first?.statistics, output?.statistics)
    var blocks: [Block] = [
      heading("forward", index + 1, of: run, name: instruction.name),
      .text(
        "  \(shape(instruction.inputShape)) → \(shape(instruction.outputShape))"
          + "   std \(figure(before?.deviation)) → \(figure(after?.deviation))"
          + "   mean \(figure(before?.mean)) → \(figure(after?.mean))"),
    ]
    blocks.append(rule(instruction, run, forward: true))
    if let fate = run.fate(of: index) { blocks.append(.text("  \(fate)")) }
    return Report(
      kind: "step",
      data: [
        "position": .integer(run.position), "direction": "forward",
        "layer": .string(instruction.name),
        "input": .list(instruction.inputShape.extents.map { .integer($0) }),
        "output": .list(instruction.outputShape.extents.map { .integer($0) }),
        "mean": after.map { .number($0.mean) } ?? .null,
        "std": after.map { .number($0.deviation) } ?? .null,
      ], blocks: blocks)
  }

  private static func loss(_ run: Run) -> Report {
    guard let loss = run.loss else { return Report(kind: "step") }
    return Report(
      kind: "step",
      data: [
        "position": .integer(run.position), "direction": "loss", "loss": .number(loss.value),
        "accuracy": Accuracy(loss.accuracy).datum,
        "gradient_norm": .number(loss.gradient.norm),
      ],
      blocks: [
        .text(Text("loss", .strong) + Text("  \(Figures.text(loss.value)), the turning point")),
        .text("  gradient norm at the logits \(figure(loss.gradient.norm))"),
        .text("  \(run.objective.formula(hasTargets: run.targets != nil))"),
      ])
  }

  private static func backward(_ run: Run, _ index: Int) -> Report {
    let instruction = run.program.instructions[index]
    let before = run.gradients[index + 1]?.norm ?? 0
    let after = instruction.inputs.first.flatMap { run.gradients[$0]?.norm } ?? 0
    let count = run.program.instructions.count
    var blocks: [Block] = [
      heading("backward", count - index, of: run, name: instruction.name),
      .text(
        "  gradient \(shape(instruction.outputShape)) → \(shape(instruction.inputShape))"
          + "   norm \(figure(before)) → \(figure(after))"
          + (before > 0 ? "   ×\(Figures.text(after / before, digits: 3))" : "")),
      rule(instruction, run, forward: false),
    ]
    if let fate = run.fate(of: index) { blocks.append(.text("  \(fate)")) }
    var parameters: [Datum.Field] = []
    if case .layer(let layer) = instruction.operation, let gradients = run.parameterGradients[layer]
    {
      for (name, gradient) in gradients.pairs {
        parameters.append(.init(name, .number(gradient.norm)))
        blocks.append(
          .text("  d \(name) \(shape(gradient.shape)), norm \(figure(gradient.norm))"))
      }
    }
    return Report(
      kind: "step",
      data: [
        "position": .integer(run.position), "direction": "backward",
        "layer": .string(instruction.name), "norm_before": .number(before),
        "norm_after": .number(after), "parameters": .record(parameters),
      ], blocks: blocks)
  }

  private static func heading(
    _ direction: String, _ number: Int, of run: Run, name: String
  ) -> Block {
    .text(
      Text(name, .strong)
        + Text("  \(direction) \(number) of \(run.program.instructions.count)", .faint))
  }

  /// The local rule in words and symbols.
  private static func rule(
    _ instruction: Program.Instruction, _ run: Run, forward: Bool
  ) -> Block {
    switch instruction.operation {
    case .layer(let index):
      let card = type(of: run.network.layers[index].layer).card
      return .text(forward ? "  \(card.summary) \(card.formula)" : "  \(card.derivative)")
    case .sum:
      return .text(
        forward
          ? "  Adds body and shortcut. y = f(x) + s(x)"
          : "  Both branches receive the whole gradient: df = dy, ds = dy")
    case .concat:
      return .text(
        forward
          ? "  Puts the branches side by side. y = [f₁(x), f₂(x), …]"
          : "  Each branch receives the gradient of its own channels")
    }
  }

  private static func shape(_ shape: Shape) -> String { Figures.text(shape: shape.extents) }
  private static func figure(_ value: Double?) -> String {
    value.map { Figures.text($0, digits: 3) } ?? "–"
  }
}
