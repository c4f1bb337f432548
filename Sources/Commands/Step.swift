// step: one layer at a time, forward and backward, both ways.

import Grammars
import Layers
import Networks
import Reports
import Sessions
import Tensors

enum Step: Command {
  static let signature = Signature(
    "step", .run, "Does one layer of the pass, forward or backward, and shows what it did.",
    discussion: """
      The first steps go through the layers to the loss, the next ones back to the input. \
      'step back' takes the last one back; Return does the last step again.
      """,
    operands: [
      .init("way", .choice(["back"]), "'back' takes the last step back", optional: true)
    ],
    options: [.init("count", .integer, "how many steps (1)")],
    examples: [
      .init("step", "one layer forward", after: "data shapes; batch 8; net = stack(3, 4)"),
      .init("step back", "take it back", after: "data shapes; batch 8; net = stack(3, 4); step"),
    ])

  static var isRepeatedByReturn: Bool { true }

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    var model = try workspace.activeModel()
    let count = try call.integer("count", workspace, context) ?? 1
    if try call.word("way") != nil {
      try back(&model, count: count)
    } else {
      if model.run?.next == nil { try workspace.begin(&model, with: context) }
      for _ in 0..<count where model.run?.next != nil {
        try step(&model, in: workspace)
        try context.host.checkCancelled()
      }
    }
    workspace.store(model)
    return try StepReport.make(model, workspace: workspace, context: context)
  }

  /// One step, remembered for `step back`.
  static func step(_ model: inout Model, in workspace: Workspace) throws(Problem) {
    guard var run = model.run else { return }
    model.trail.append(run)
    run.step()
    try workspace.checkFinite(run, of: model)
    model.keep(run)
  }

  private static func back(_ model: inout Model, count: Int) throws(Problem) {
    for _ in 0..<count {
      guard let earlier = model.trail.popLast() else {
        throw Problem(
          .notReady, "there is no step to take back",
          hint: "'step back' goes back over what 'step' did; 'undo' over whole statements")
      }
      model.keep(earlier)
    }
  }
}
