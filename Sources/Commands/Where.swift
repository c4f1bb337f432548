// where: the place in the pass.

import Grammars
import Networks
import Reports
import Sessions
import Tensors

enum Where: Command {
  static let signature = Signature(
    "where", .run, "Shows where the pass stands: the layers done, the next one, breakpoints.",
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [
      .init("where", "after a step", after: "data shapes; batch 8; net = stack(3, 4); step")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let run: Run
    if let current = model.run {
      run = current
    } else {
      run = try workspace.newRun(of: model, memory: context.host.memory)
    }
    let names = run.program.instructions.map(\.name)
    let rows = names.enumerated().map { index, name -> [Table.Cell] in
      let isForward = run.values[index + 1] != nil
      let isBackward =
        run.gradients[run.program.instructions[index].inputs[0]] != nil
        && run.position > 2 * names.count - index
      return [
        .words(marker(run.next, index)),
        .words(name, run.next.map { isAt($0, index) } ?? false ? .strong : .plain),
        .shape(run.program.instructions[index].outputShape.extents),
        .words(isForward ? "done" : ""), .words(isBackward ? "done" : ""),
        .words(workspace.breakpoints.contains(name) ? "break" : ""),
      ]
    }
    let next =
      switch run.next {
      case .forward(let index): "next: \(names[index]), forward"
      case .loss: "next: the loss"
      case .backward(let index): "next: \(names[index]), backward"
      case nil: "at the end; 'step' begins a new pass"
      }
    return Report(
      kind: "where",
      data: [
        "position": .integer(run.position), "steps": .integer(2 * names.count + 1),
        "next": .string(next),
      ],
      blocks: [
        .table(
          Table(
            columns: [
              .init("", .left), .init("layer", .left), .init("output"), .init("forward", .left),
              .init("backward", .left), .init("", .left),
            ], rows: rows)), .text(Text(next)),
      ])
  }

  private static func isAt(_ move: Run.Move, _ index: Int) -> Bool {
    move == .forward(index) || move == .backward(index)
  }

  private static func marker(_ move: Run.Move?, _ index: Int) -> String {
    switch move {
    case .forward(index): ">"
    case .backward(index): "<"
    default: ""
    }
  }
}
