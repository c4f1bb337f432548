// train, evaluate: learning from the data set.

import Datasets
import Grammars
import Networks
import Reports
import Sessions
import Layers
import Tensors

enum Train: Command {
  static let signature = Signature(
    "train", .learn, "Trains the model on batches of the data with the session's optimizer.",
    discussion: """
      Batches come in shuffled epochs of the training examples; without a data set every step uses the \
      current batch. An interrupted training changes nothing. Validation is on the test examples.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    options: [
      .init("steps", .integer, "how many updates"),
      .init("epochs", .integer, "how many epochs (1, if no steps are given)"),
    ],
    examples: [
      .init("train steps=5", "a little", after: "data shapes; batch 8; net = stack(3, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    var model = try call.model("model", workspace)
    _ = try workspace.newRun(of: model, memory: context.host.memory)
    let batches = try workspace.trainingBatches()
    let epochs = try call.integer("epochs", workspace, context, in: 1...100_000) ?? 1
    let perEpoch = max(
      1, (workspace.dataset?.training.count ?? 1) / max(1, workspace.batchSize ?? 1))
    let steps =
      try call.integer("steps", workspace, context, in: 1...10_000_000) ?? epochs * perEpoch
    var training = Training(
      model.network, optimizer: model.continuing(workspace.optimizer),
      objective: workspace.objective,
      randomness: workspace.randomness.split(by: "training").split(by: workspace.draws),
      memory: context.host.memory)
    var losses: [Double] = []
    var accuracy: Double?
    for step in 0..<steps {
      let batch = batches(workspace.trainedSteps + step)
      let outcome: Training.Outcome
      do { outcome = try training.step(batch) } catch {
        throw error.problem(in: model.network.chain)
      }
      if let culprit = outcome.notFinite {
        throw diverged(
          culprit, of: model.name, step: step + 1, losses, rate: workspace.optimizer.learningRate)
      }
      losses.append(outcome.loss)
      accuracy = outcome.accuracy
      context.host.progress(
        Double(step + 1) / Double(steps),
        "step \(step + 1) of \(steps), loss \(Figures.text(outcome.loss))")
      try context.host.checkCancelled()
    }
    if let name = training.network.firstNotFinite {
      throw Problem(
        .notFinite, "after the last of \(steps) steps \(name) of \(model.name) holds nan or inf",
        facts: [
          "the last loss was \(Figures.text(losses.last ?? .nan)); the learning rate is "
            + Figures.text(Double(workspace.optimizer.learningRate)),
          "The model is as it was before training.",
        ],
        hint: "try: optimizer rate=\(Figures.text(Double(workspace.optimizer.learningRate) / 10))")
    }
    model.network = training.network
    model.learning = training.optimizer
    model.reset()
    workspace.trainedSteps += steps
    workspace.draws += 1
    workspace.store(model)
    let validation = try Evaluation.measure(model, in: workspace, host: context.host)
    return report(model, losses, accuracy, validation)
  }

  /// The end of a training that has met nan or inf: where, and from where it came.
  private static func diverged(
    _ culprit: NotFinite, of model: String, step: Int, _ losses: [Double], rate: Float
  ) -> Problem {
    let autopsy = culprit.problem(of: model)
    return Problem(
      .notFinite, "at step \(step) " + autopsy.message,
      facts: [
        losses.last.map {
          "the last finite loss was \(Figures.text($0)), at step \(losses.count); "
            + "the learning rate is \(Figures.text(Double(rate)))"
        } ?? "the learning rate is \(Figures.text(Double(rate)))"
      ] + autopsy.facts + ["The model is as it was before training."],
      hint: losses.isEmpty
        ? autopsy.hint : "try: optimizer rate=\(Figures.text(Double(rate) / 10))")
  }

  private static func report(
    _ model: Model, _ losses: [Double], _ accuracy: Double?, _ validation: Evaluation?
  ) -> Report {
    var words =
      "loss \(Figures.text(losses.last ?? .nan))\(Accuracy(accuracy).tail) at the last of "
      + "\(losses.count) steps"
    if let validation {
      words +=
        "; on \(validation.count) test examples loss \(Figures.text(validation.loss))"
        + Accuracy(validation.accuracy).tail
    }
    return Report(
      kind: "train",
      data: [
        "model": .string(model.name), "steps": .integer(losses.count),
        "loss": .number(losses.last ?? .nan), "accuracy": Accuracy(accuracy).datum,
        "validation_loss": validation.map { .number($0.loss) } ?? .null,
        "validation_accuracy": Accuracy(validation?.accuracy).datum,
        "history": .list(losses.map { .number($0) }),
      ],
      blocks: [
        .curves(
          CurveChart(
            title: "training \(model.name)", curves: [.init(name: "loss", values: losses)],
            scale: .fitting(losses), horizontal: "step", vertical: "loss")),
        .text(Text(words)),
      ])
  }
}

enum Evaluate: Command {
  static let signature = Signature(
    "evaluate", .learn, "Measures loss and accuracy on the test examples, in evaluation mode.",
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [
      .init(
        "evaluate", "how good is it?", after: "data shapes examples=50; batch 8; net = stack(2, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    guard let result = try Evaluation.measure(model, in: workspace, host: context.host) else {
      throw Problem(.notReady, "there are no test examples", hint: "try: data shapes")
    }
    return Report(
      kind: "evaluate",
      data: [
        "model": .string(model.name), "loss": .number(result.loss),
        "accuracy": Accuracy(result.accuracy).datum, "examples": .integer(result.count),
      ],
      blocks: [
        .text(
          Text(
            "\(model.name) on \(result.count) test examples: loss \(Figures.text(result.loss))"
              + Accuracy(result.accuracy).tail))
      ])
  }
}

/// Loss and accuracy over all test examples.
struct Evaluation {
  var loss: Double
  /// nil where nothing is classified.
  var accuracy: Double?
  var count: Int

  /// nil without test examples of the model's input shape.
  static func measure(
    _ model: Model, in workspace: Workspace, host: any Host
  ) throws(Problem) -> Evaluation? {
    guard let dataset = workspace.dataset, let test = dataset.test, test.count > 0,
      dataset.shape == model.network.input
    else { return nil }
    var fresh = workspace
    fresh.phase = .evaluation
    var (loss, start) = (0.0, 0)
    var (accuracies, counts): ([Double?], [Double]) = ([], [])
    while start < test.count {
      let indices = Array(start..<min(test.count, start + 100))
      fresh.batch = dataset.testBatch(indices)
      var run = try fresh.newRun(of: model, memory: host.memory)
      run.finishForward { host.isCancelled }
      try host.checkCancelled()
      let count = Double(indices.count)
      loss += (run.loss?.value ?? .nan) * count
      accuracies.append(run.loss?.accuracy)
      counts.append(count)
      start += indices.count
      host.progress(Double(start) / Double(test.count), "test examples")
    }
    return Evaluation(
      loss: loss / Double(test.count), accuracy: Accuracy.mean(accuracies, weights: counts),
      count: test.count)
  }
}
