// loss: what is made small, and how small it is.

import Datasets
import Grammars
import Layers
import Networks
import Reports
import Sessions
import Tensors

enum LossCommand: Command {
  static let signature = Signature(
    "loss", .run, "Shows the loss of the last forward pass, or chooses another loss.",
    discussion: """
      crossentropy: the mean of −log p of the label. With smoothing ε every target gives a share ε to all \
      classes alike; then, as with targets that are shares, no scores bring the loss below the entropy of \
      the targets. mse: the mean of (z − t)² over all elements, t being 1 for the label and 0 elsewhere. \
      A batch's own targets come from 'load batch' with y float32 [N, C]. Both are PyTorch's.
      """,
    operands: [
      .init(
        "rule", .choice(Objective.names), "the loss from now on; unchanged if missing",
        optional: true),
      .init("model", .model, "a model; the active one if missing", optional: true),
    ],
    options: [.init("smoothing", .number, "crossentropy: ε from 0 to 1 (0)")],
    examples: [
      .init("loss", "again", after: "data shapes; batch 8; net = stack(3, 4); forward"),
      .init("loss mse", "mean squared error for what follows"),
      .init("loss crossentropy smoothing=0.1", "smoothed labels"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    if call["rule"] != nil || call["smoothing"] != nil {
      return try choose(call, in: &workspace, with: context)
    }
    let model = try model(call, workspace)
    guard let run = model.run, run.isForwardDone, let loss = run.loss else {
      throw Problem(
        .notReady, "there is no loss of \(model.name) yet",
        facts: ["The loss is \(workspace.objective.words)."], hint: "try: forward")
    }
    var report = try Forward.report(of: run)
    report.kind = "loss"
    report.data = [
      "loss": .number(loss.value), "accuracy": Accuracy(loss.accuracy).datum,
      "rule": .string(run.objective.name), "floor": .number(loss.floor),
    ]
    return report
  }

  /// The model named; a word that names none was probably meant for a loss.
  private static func model(_ call: Call, _ workspace: Workspace) throws(Problem) -> Model {
    if let word = try call.word("model"), workspace.model(named: word.text) == nil {
      throw Problem(
        .unknownWord, "no loss and no model '\(word.text)'",
        facts: ["The losses are \(Objective.names.joined(separator: " and "))."],
        hint: didYouMean(word.text, among: Objective.names + workspace.models.map(\.name))
          ?? "try: loss \(Objective.names[0])", place: word.place)
    }
    return try call.model("model", workspace)
  }

  private static func choose(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let rule = try call.word("rule")?.text ?? workspace.objective.name
    let smoothing = try call.number("smoothing", workspace, context, in: 0...1)
    if rule == "mse", smoothing != nil {
      throw Problem(
        .wrongArgument, "mse has no smoothing", hint: "try: loss crossentropy smoothing=0.1",
        place: call["smoothing"]?.place)
    }
    workspace.objective =
      rule == "mse" ? .meanSquaredError : .crossEntropy(smoothing: smoothing ?? 0)
    // What was measured with another loss is no longer true.
    for index in workspace.models.indices { workspace.models[index].reset() }
    return Report(
      kind: "loss",
      data: ["rule": .string(rule), "smoothing": .number(smoothing ?? 0)],
      blocks: [
        .text(Text("loss ") + Text(workspace.objective.words, .strong)),
        .text(
          Text(
            "  " + workspace.objective.formula(hasTargets: workspace.batch?.targets != nil), .faint)
        ),
      ])
  }
}

extension Objective {
  /// `crossentropy smoothing=0.1`.
  var words: String {
    guard case .crossEntropy(let smoothing) = self, smoothing > 0 else { return name }
    return name + " smoothing=\(Figures.text(smoothing))"
  }
}

extension Loss {
  /// What keeps the loss from 0, in words; nil where nothing does.
  var floorWords: String? {
    floor > 0 ? "no scores get it below \(Figures.text(floor)), the entropy of the targets" : nil
  }
}

extension Training {
  /// Learns from one batch.
  mutating func step(_ batch: Batch) throws(NetworkMistake) -> Outcome {
    try step(x: batch.x, labels: batch.labels, targets: batch.targets)
  }
}
