// backward: the loss differentiated, down to the input.

import Grammars
import Networks
import Reports
import Sessions
import Tensors
import Layers

enum Backward: Command {
  static let signature = Signature(
    "backward", .run, "Differentiates the loss with respect to every parameter and the input.",
    discussion: """
      Needs a forward pass. The gradient's norm is that over all parameters together. See \
      'gradients' for each parameter, and 'ledger' for how the norm came about.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [
      .init(
        "backward", "differentiate the loss",
        after: "data shapes; batch 8; net = stack(3, 4); forward")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    var model = try call.model("model", workspace)
    guard var run = model.run, run.isForwardDone else {
      throw Problem(
        .notReady, "there is no forward pass of \(model.name) to differentiate",
        hint: "try: forward")
    }
    run.finish { context.host.isCancelled }
    try context.host.checkCancelled()
    try workspace.checkFinite(run, of: model)
    model.run = run
    workspace.store(model)
    return try report(of: run)
  }

  static func report(of run: Run) throws(Problem) -> Report {
    guard let loss = run.loss else { throw Problem(.notReady, "there is no loss yet") }
    let gradients = run.gradientsByName
    let norm = gradients.dot(gradients).squareRoot()
    let input = run.gradients[0]?.norm ?? 0
    return Report(
      kind: "backward",
      data: [
        "loss": .number(loss.value), "gradient_norm": .number(norm),
        "input_gradient_norm": .number(input),
      ],
      asides: [
        .text(
          Text(
            "gradient norm \(Figures.text(norm)) over \(gradients.count) parameters, "
              + "\(Figures.text(input)) at the input; 'gradients' and 'ledger' show more", .faint))
      ])
  }
}
