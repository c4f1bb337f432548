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
      he: variance 2/fan_in, for rectifiers. xavier: 2/(fan_in + fan_out). lecun: 1/fan_in. \
      orthogonal: orthonormal rows or columns. lookslinear: orthonormal halves and their mirror images, \
      with which a chain of layers with relu is linear at first (Balduzzi et al. 2017). normal: N(0, std²). constant and zeros as they say. \
      standard: PyTorch's U(±1/√fan_in). Biases become 0 except with constant and standard. The same \
      seed draws the same numbers; 'seed 2' draws others.
      """,
    operands: [
      .init("rule", .choice(Initializer.summaries.map { $0.name }), "the rule"),
      .init(
        "layers", .layer, "layers or globs; all with weights if missing", optional: true,
        repeats: true),
    ],
    options: [
      .init("std", .number, "standard deviation for normal (0.01)"),
      .init("value", .number, "the value for constant (0)"),
      .init("gain", .number, "he, xavier, orthogonal, lookslinear: a factor (he √2, others 1)"),
      .init(
        "activation", .choice(Gain.named.map(\.name)), "the same by the activation that follows"),
      .init("fan", .choice(["in", "out"]), "he: keep the signal (in) or the gradient (out)"),
      .init(
        "distribution", .choice(["normal", "uniform"]), "he, xavier, lecun: the shape (normal)"),
      .init("model", .model, "a model; the active one if missing"),
    ],
    examples: [
      .init("initialize he", "all layers", after: "data shapes; batch 8; net = stack(3, 4)"),
      .init(
        "initialize normal conv* std=0.1", "some layers",
        after: "data shapes; batch 8; net = stack(3, 4)"),
      .init(
        "initialize lookslinear", "linear at first, whatever the depth",
        after: "data shapes; batch 8; net = stack(3, 4)"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    var model = try call.model("model", workspace)
    guard let rule = try call.word("rule")?.text else {
      throw Problem(.wrongArgument, "initialize needs a rule")
    }
    let initializer = try initializer(rule, call, workspace, context)
    var chosen: Set<String>?
    for word in try call.words("layers") {
      chosen = (chosen ?? []).union(try model.network.layers(matching: word))
    }
    let changed: [String]
    do {
      changed = try model.network.initialize(
        initializer, randomness: workspace.randomness.split(by: "weights")
      ) { name in chosen?.contains { name == $0 || name.hasPrefix($0 + ".") } ?? true }
    } catch {
      throw Problem(
        .wrongArgument, "for \(rule) \(error.parameter) needs \(error.needed)",
        place: call["rule"]?.place)
    }
    guard !changed.isEmpty else {
      throw Problem(
        .wrongArgument, "none of these layers has weights", hint: "summary lists the layers")
    }
    model.reset()
    workspace.store(model)
    return Report(
      kind: "initialize",
      data: [
        "rule": .string(rule), "model": .string(model.name),
        "layers": .list(changed.map { .string($0) }),
      ],
      blocks: [
        .text(
          Text(
            "\(rule): " + Figures.count(changed.count, "layer", "layers")
              + " of \(model.name) with new weights"))
      ])
  }

  private static func initializer(
    _ rule: String, _ call: Call, _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> Initializer {
    let gain = try gain(call, workspace, context)
    if let option = misplaced(rule, call) {
      throw Problem(.wrongArgument, "\(rule) has no \(option)", place: call[option]?.place)
    }
    let distribution: Initializer.Distribution =
      try call.word("distribution")?.text == "uniform" ? .uniform : .normal
    switch rule {
    case "he":
      let fan: Initializer.Fan = try call.word("fan")?.text == "out" ? .output : .input
      return .he(distribution, gain: gain ?? .relu, fan: fan)
    case "xavier": return .xavier(distribution, gain: gain ?? .linear)
    case "lecun": return .lecun(distribution)
    case "orthogonal": return .orthogonal(gain: gain ?? .linear)
    case "lookslinear": return .looksLinear(gain: gain ?? .linear)
    case "normal":
      return .normal(deviation: try call.number("std", workspace, context, in: 0...1e30) ?? 0.01)
    case "constant": return .constant(try call.number("value", workspace, context) ?? 0)
    case "zeros": return .zeros
    default: return .standard
    }
  }

  /// The gain as a number or by its activation; nil when neither is given.
  private static func gain(
    _ call: Call, _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> Gain? {
    let number = try call.number("gain", workspace, context, in: 0...1e30)
    guard let word = try call.word("activation") else { return number.map { .factor($0) } }
    guard number == nil else {
      throw Problem(
        .wrongArgument, "gain and activation say the same twice", place: call["gain"]?.place)
    }
    return Gain.named.first { $0.name == word.text }?.gain
  }

  /// An option given that `rule` has no use for.
  private static func misplaced(_ rule: String, _ call: Call) -> String? {
    let takers: [(option: String, rules: [String])] = [
      ("gain", ["he", "xavier", "orthogonal", "lookslinear"]),
      ("activation", ["he", "xavier", "orthogonal", "lookslinear"]),
      ("distribution", ["he", "xavier", "lecun"]), ("fan", ["he"]), ("std", ["normal"]),
      ("value", ["constant"]),
    ]
    return takers.first { call[$0.option] != nil && !$0.rules.contains(rule) }?.option
  }
}
