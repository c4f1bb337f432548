// initialize: new start values for the weights.

import Grammars
import Layers
import Networks
import Reports
import Sessions
import Tensors

enum InitializeCommand: Command {
  static let signature = Signature(
    "initialize", .build, "Draws new start values for the weights of the model.",
    discussion: """
      he: N(0, 2/fan_in), for rectifiers. xavier: N(0, 2/(fan_in + fan_out)). lecun: N(0, 1/fan_in). \
      orthogonal: rows or columns of a random rotation. normal: N(0, std²). constant and zeros as \
      they say. default: PyTorch's U(±1/√fan_in). The same seed draws the same numbers; 'seed 2' others.
      """,
    operands: [
      .init("rule", .choice(initializerNames), "the rule"),
      .init("layers", .layer, "layers or globs; all with weights if missing", optional: true, repeats: true),
    ],
    options: [
      .init("std", .number, "standard deviation for normal (0.01)"),
      .init("value", .number, "the value for constant (0)"),
      .init("gain", .number, "a factor on the standard deviation (1)"),
      .init("model", .model, "a model; the active one if missing"),
    ],
    examples: [
      .init("initialize he", "all layers", after: "data shapes; batch 8; net = stack(3, 4)"),
      .init(
        "initialize normal conv* std=0.1", "some layers",
        after: "data shapes; batch 8; net = stack(3, 4)"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    var model = try call.model("model", workspace)
    guard let rule = try call.word("rule")?.text else {
      throw Problem(.wrongArgument, "initialize needs a rule")
    }
    let std = try call.number("std", workspace, context, in: 0...1e30) ?? 0.01
    let value = try call.number("value", workspace, context) ?? 0
    let gain = try call.number("gain", workspace, context, in: 0...1e30) ?? 1
    guard let initializer = Initializer(named: rule, std: std, value: value, gain: gain) else {
      throw Problem(.wrongArgument, "there is no initializer '\(rule)'")
    }
    var chosen: Set<String>?
    for word in try call.words("layers") {
      chosen = (chosen ?? []).union(try model.network.layers(matching: word))
    }
    let changed = model.network.initialize(
      initializer, randomness: workspace.randomness.split(by: "weights")
    ) { chosen?.contains($0) ?? true }
    guard !changed.isEmpty else {
      throw Problem(.wrongArgument, "none of these layers has weights", hint: "summary")
    }
    model.reset()
    workspace.store(model)
    return Report(
      kind: "initialize",
      data: [
        "rule": .string(rule), "model": .string(model.name),
        "layers": .list(changed.map { .string($0) }),
      ],
      blocks: [.text(Text("\(rule): \(changed.count) layers of \(model.name) start anew"))])
  }
}
