// seed, mode, set, optimizer: what the next statements go by.

import Grammars
import Networks
import Reports
import Sessions
import Layers

enum Seed: Command {
  static let signature = Signature(
    "seed", .other, "Makes everything random that follows a function of this number.",
    discussion: "The same seed and the same statements give the same numbers, bit for bit.",
    operands: [.init("number", .integer, "a whole number from 0")],
    examples: [.init("seed 7", "another world")])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let seed = try call.integer("number", workspace, context, in: 0...(1 << 53)) ?? 0
    workspace.seed = UInt64(seed)
    workspace.draws = 0
    workspace.trainedSteps = 0
    return Report(
      kind: "seed", data: ["seed": .integer(seed)], blocks: [.text(Text("seed \(seed)"))])
  }
}

enum Mode: Command {
  static let signature = Signature(
    "mode", .run, "Chooses training (batch statistics, dropout) or evaluation for passes.",
    operands: [
      .init(
        "mode", .choice(["training", "evaluation"]), "which; shows it if missing", optional: true)
    ],
    examples: [.init("mode evaluation", "running statistics, no dropout")])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    if let mode = try call.word("mode")?.text {
      workspace.phase = mode == "evaluation" ? .evaluation : .training
      for index in workspace.models.indices { workspace.models[index].reset() }
    }
    let mode = workspace.phase.rawValue
    return Report(
      kind: "mode", data: ["mode": .string(mode)], blocks: [.text(Text("mode \(mode)"))])
  }
}

enum OptimizerCommand: Command {
  static let signature = Signature(
    "optimizer", .learn, "Chooses how gradients become changes of the weights.",
    discussion: """
      sgd: v ← μ v + g, w ← w − η v. adam: Kingma and Ba 2015. Both add decay · w to the gradient, as \
      PyTorch's do. The defaults are PyTorch's; adam's learning rate is 0.001, sgd's 0.01.
      """,
    operands: [
      .init("rule", .choice(["adam", "sgd"]), "which; shows it if missing", optional: true)
    ],
    options: [
      .init("rate", .number, "learning rate η"), .init("momentum", .number, "sgd: μ (0)"),
      .init("nesterov", .boolean, "sgd: Nesterov's momentum (false)"),
      .init("decay", .number, "weight decay (0)"), .init("beta1", .number, "adam (0.9)"),
      .init("beta2", .number, "adam (0.999)"), .init("epsilon", .number, "adam (1e-8)"),
    ],
    examples: [.init("optimizer sgd rate=0.1 momentum=0.9", "as in He et al.")])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    func number(_ name: String, _ standard: Double, to most: Double = 1) throws(Problem) -> Float {
      Float(try call.number(name, workspace, context, in: 0...most) ?? standard)
    }
    if let rule = try call.word("rule")?.text {
      let isSGD = rule == "sgd"
      let allowed = isSGD ? ["momentum", "nesterov"] : ["beta1", "beta2", "epsilon"]
      for name in ["momentum", "nesterov", "beta1", "beta2", "epsilon"]
      where call[name] != nil && !allowed.contains(name) {
        throw Problem(.wrongArgument, "\(rule) has no \(name)", place: call[name]?.place)
      }
      workspace.optimizer = Optimizer(
        rule: isSGD
          ? .sgd(
            momentum: try number("momentum", 0),
            nesterov: try call.flag("nesterov", workspace, context) ?? false)
          : .adam(
            beta1: try number("beta1", 0.9), beta2: try number("beta2", 0.999),
            epsilon: try number("epsilon", 1e-8)),
        learningRate: try number("rate", isSGD ? 0.01 : 1e-3, to: 1e6),
        weightDecay: try number("decay", 0, to: 1e6))
    } else if call["rate"] != nil {
      workspace.optimizer.learningRate = try number("rate", 0, to: 1e6)
    }
    return Report(
      kind: "optimizer",
      data: [
        "rule": .string(workspace.optimizer.name),
        "rate": .number(Double(workspace.optimizer.learningRate)),
        "decay": .number(Double(workspace.optimizer.weightDecay)),
      ], blocks: [.text(Text(workspace.optimizer.words))])
  }
}

extension Optimizer {
  fileprivate var name: String {
    switch rule {
    case .sgd: "sgd"
    case .adam: "adam"
    }
  }

  /// `sgd rate=0.1 momentum=0.9`.
  var words: String {
    let shared =
      " rate=\(figure(learningRate))" + (weightDecay > 0 ? " decay=\(figure(weightDecay))" : "")
    switch rule {
    case .sgd(let momentum, let nesterov):
      return name + shared + " momentum=\(figure(momentum))" + (nesterov ? " nesterov=true" : "")
    case .adam(let beta1, let beta2, let epsilon):
      return name + shared
        + " beta1=\(figure(beta1)) beta2=\(figure(beta2)) epsilon=\(figure(epsilon))"
    }
  }

  private func figure(_ value: Float) -> String { Figures.text(Double(value)) }
}
