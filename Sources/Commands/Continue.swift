// continue: steps up to the next breakpoint, or to the end.

import Grammars
import Networks
import Reports
import Sessions

enum Continue: Command {
  static let signature = Signature(
    "continue", .run, "Steps on until the next breakpoint, the loss, or the end of the pass.",
    discussion: "Stops before a layer with a breakpoint, and after the loss.",
    examples: [
      .init(
        "continue", "run to the breakpoint",
        after: "data shapes; batch 8; net = stack(3, 4); break relu2")
    ])

  static var isRepeatedByReturn: Bool { true }

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    var model = try workspace.activeModel()
    if model.run?.next == nil { try workspace.begin(&model, with: context) }
    repeat {
      try Step.step(&model, in: workspace)
      try context.host.checkCancelled()
    } while !shouldStop(model.run, workspace.breakpoints)
    workspace.store(model)
    return try StepReport.make(model, workspace: workspace, context: context)
  }

  private static func shouldStop(_ run: Run?, _ breakpoints: [String]) -> Bool {
    guard let run, let next = run.next else { return true }
    if run.last == .loss { return true }
    switch next {
    case .forward(let index), .backward(let index):
      return breakpoints.contains(run.program.instructions[index].name)
    case .loss: return false
    }
  }
}
