// compare: several models side by side in one measure.

import Grammars
import Networks
import Probes
import Reports
import Sessions
import Tensors
import Layers

enum Compare: Command {
  static let signature = Signature(
    "compare", .compare, "Puts models side by side: Jacobian gains, gradient flow, activations.",
    discussion: """
      Every model runs forward (and backward where needed) on the current batch; nothing changes. \
      'gain' is the Jacobian's root-mean-square factor of each top-level layer, 'gradient' the mean \
      |gradient| of each weight, 'activation' the standard deviation of each layer's output. \
      Without a measure both gain and gradient flow are shown. Layers are matched by their place \
      from the input.
      """,
    operands: [
      .init("models", .model, "two models or more; all if missing", optional: true, repeats: true)
    ],
    options: [
      .init("measure", .choice(["gain", "gradient", "activation", "ledger"]), "what to compare")
    ],
    examples: [
      .init(
        "compare plain bn measure=gradient", "gradient flow side by side",
        after: "data shapes; batch 8; plain = stack(3, 4); bn = stack(3, 4, norm=batch)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let models = try call["models"] == nil ? workspace.models : call.models("models", workspace)
    guard !models.isEmpty else { _ = try workspace.activeModel(); return Report(kind: "compare") }
    let asked = try call.word("measure")?.text
    let measures = asked.map { [$0] } ?? ["gain", "gradient"]
    var columns: [[Measured]] = []
    for (index, model) in models.enumerated() {
      var measured: [Measured] = []
      for measure in measures {
        context.host.progress(
          Double(index) / Double(models.count), "\(model.name): \(measure)")
        measured.append(
          try Measured.measure(measure, of: model, in: workspace, host: context.host))
      }
      columns.append(measured)
    }
    var blocks: [Block] = []
    for (index, measure) in measures.enumerated() {
      let measured = columns.map { $0[index] }
      blocks += [table(models, measured, measure), chart(models, measured, measure)]
    }
    return Report(
      kind: "compare",
      data: [
        "measure": .string(measures[0]),
        "models": .list(
          zip(models, columns).map { model, measured in
            var fields: [Datum.Field] = [
              .init("name", .string(model.name)),
              .init("parameters", .integer(model.network.parameterCount)),
              .init("values", .list(measured[0].values.map { .number($0) })),
              .init("labels", .list(measured[0].labels.map { .string($0) })),
            ]
            fields += zip(measures, measured).map { measure, measured in
              .init(measure, .list(measured.values.map { .number($0) }))
            }
            return .record(fields)
          }),
      ], blocks: blocks)
  }

  /// One row a model: size, first and last value, smallest and largest.
  private static func table(
    _ models: [Model], _ measured: [Measured], _ measure: String
  ) -> Block {
    let rows = zip(models, measured).map { model, measured -> [Table.Cell] in
      let values = measured.values
      return [
        .words(model.name), .integer(model.network.parameterCount),
        .integer(model.network.depth),
      ]
        + [values.first, values.last, values.min(), values.max()].map { value in
          value.map { .number($0) } ?? .empty
        }
    }
    return .table(
      Table(
        title: Measured.quantity(measure),
        columns: [
          .init("model", .left), .init("parameters"), .init("depth"), .init("first"),
          .init("last"), .init("least"), .init("most"),
        ], rows: rows))
  }

  /// A curve for each model, from the input to the loss.
  private static func chart(
    _ models: [Model], _ measured: [Measured], _ measure: String
  ) -> Block {
    .curves(
      CurveChart(
        title: "by depth, from the input to the loss",
        curves: zip(models, measured).map { .init(name: $0.name, values: $1.values) },
        scale: .logarithmic, horizontal: Measured.unit(measure), vertical: measure))
  }
}

/// One measure of one model, by depth.
struct Measured {
  var labels: [String]
  var values: [Double]

  static func quantity(_ measure: String) -> String {
    switch measure {
    case "gain": "Jacobian gain"
    case "gradient": "mean |gradient| of the weights"
    case "ledger": "factor on the gradient's norm"
    default: "standard deviation of the activations"
    }
  }

  /// What stands at one place of the horizontal axis.
  static func unit(_ measure: String) -> String { measure == "gradient" ? "weight" : "layer" }

  static func measure(
    _ measure: String, of model: Model, in workspace: Workspace, host: any Host
  ) throws(Problem) -> Measured {
    switch measure {
    case "gain": return try gains(of: model, in: workspace, host: host)
    case "gradient":
      let flow = GradientFlow.of(try workspace.lookBackward(at: model, host: host))
        .filter { $0.name.hasSuffix(".weight") }
      return Measured(labels: flow.map(\.name), values: flow.map(\.meanMagnitude))
    case "ledger":
      let ledger = Ledger(try workspace.lookBackward(at: model, host: host))
      return Measured(
        labels: ledger.entries.reversed().map(\.name),
        values: ledger.entries.reversed().map(\.factor))
    default:
      let facts = ActivationFacts.of(try workspace.look(at: model, host: host))
      return Measured(labels: facts.map(\.name), values: facts.map(\.deviation))
    }
  }

  /// The gain of every top-level layer; a handful of probes each is enough for a picture.
  private static func gains(
    of model: Model, in workspace: Workspace, host: any Host
  ) throws(Problem) -> Measured {
    let run = try workspace.look(at: model, host: host)
    var result = Measured(labels: [], values: [])
    for name in run.program.topLevel {
      guard let stretch = run.program.stretch(name), let map = Linearization(run, of: stretch)
      else { continue }
      let jacobian = Jacobian.measure(
        map, norms: .frobenius, iterations: 0, tolerance: 1,
        probes: map.coupling == .element ? nil : 8,
        randomness: workspace.randomness.split(by: "probes")
      ) { host.isCancelled }
      try host.checkCancelled()
      result.labels.append(name)
      result.values.append(jacobian.gain ?? 0)
    }
    return result
  }
}
