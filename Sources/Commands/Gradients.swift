// gradients: the gradient flow plot.

import Grammars
import Networks
import Probes
import Reports
import Sessions

enum Gradients: Command {
  static let signature = Signature(
    "gradients", .look, "Shows how large the gradient of each parameter is, by depth.",
    discussion: """
      The bars are mean |g| over all elements of a parameter, on a logarithmic scale: the gradient \
      flow plot of the coursework, biases left out of the picture. A backward pass is made if there is none.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    options: [.init("biases", .boolean, "true draws the biases too")],
    examples: [
      .init("gradients", "of the active model", after: "data shapes; batch 8; net = stack(4, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let flow = GradientFlow.of(try workspace.lookBackward(at: model, host: context.host))
    let drawsBiases = try call.flag("biases", workspace, context) ?? false
    let drawn = flow.filter { drawsBiases || !$0.name.hasSuffix(".bias") }
    return Report(
      kind: "gradients",
      data: [
        "model": .string(model.name),
        "parameters": .list(
          flow.map { entry in
            [
              "name": .string(entry.name), "mean_abs": .number(entry.meanMagnitude),
              "max_abs": .number(entry.maximumMagnitude), "l1": .number(entry.l1),
              "l2": .number(entry.l2),
            ]
          }),
      ],
      blocks: [
        .bars(
          BarChart(
            title: "gradient flow of \(model.name)", labels: drawn.map(\.name),
            series: [.init(name: model.name, values: drawn.map(\.meanMagnitude))],
            scale: .logarithmic, quantity: "mean |gradient|"))
      ])
  }
}
