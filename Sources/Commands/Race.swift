// race: models trained in lock step on the same batches and random numbers.

import Datasets
import Grammars
import Networks
import Reports
import Sessions
import Tensors

enum Race: Command {
  static let signature = Signature(
    "race", .compare,
    "Trains copies of models in lock step on the same batches and random numbers.",
    discussion: """
      Every model sees the same batches in the same order, with the session's optimizer. The models \
      themselves stay as they are. Without a data set all steps use the current batch.
      """,
    operands: [
      .init("models", .model, "two models or more; all if missing", optional: true, repeats: true)
    ],
    options: [
      .init("steps", .integer, "updates of each model (50)"),
      .init("rate", .number, "learning rate; the optimizer's if missing"),
    ],
    examples: [
      .init(
        "race plain bn steps=5", "five steps each",
        after: "data shapes; batch 8; plain = stack(3, 4); bn = stack(3, 4, norm=batch)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let models = try call["models"] == nil ? workspace.models : call.models("models", workspace)
    guard !models.isEmpty else { _ = try workspace.activeModel(); return Report(kind: "race") }
    let steps = try call.integer("steps", workspace, context, in: 1...1_000_000) ?? 50
    var optimizer = workspace.optimizer.fresh
    if let rate = try call.number("rate", workspace, context, in: 0...1e6) {
      optimizer.learningRate = Float(rate)
    }
    let batches = try workspace.trainingBatches()
    for model in models { _ = try workspace.newRun(of: model, memory: context.host.memory) }
    var lanes = models.map { model in
      Lane(
        name: model.name,
        training: Training(
          model.network, optimizer: optimizer, objective: workspace.objective,
          randomness: workspace.randomness.split(by: "training"), memory: context.host.memory))
    }
    for step in 0..<steps {
      let batch = batches(step)
      for index in lanes.indices {
        try lanes[index].step(batch)
        try context.host.checkCancelled()
      }
      let places = lanes.map { "\($0.name) \(Figures.text($0.losses.last ?? .nan, digits: 3))" }
      context.host.progress(
        Double(step + 1) / Double(steps),
        "step \(step + 1): " + places.joined(separator: ", "))
    }
    return report(lanes, steps: steps)
  }

  /// One model on its way.
  struct Lane {
    let name: String
    var training: Training
    var losses: [Double] = []
    var accuracies: [Double?] = []
    /// Who gave nan or inf, and at which step; the lane then stands still.
    var fault: (culprit: String, step: Int)?

    mutating func step(_ batch: Batch) throws(Problem) {
      guard fault == nil else {
        losses.append(.nan)
        accuracies.append(.nan)
        return
      }
      do {
        let outcome = try training.step(batch)
        losses.append(outcome.loss)
        accuracies.append(outcome.accuracy)
        fault = outcome.notFinite.map { ($0.culprit, losses.count) }
      } catch { throw error.problem(in: training.network.chain) }
    }

    /// What has stopped it, and how far it had come.
    var setback: String? {
      fault.map { fault in
        let last = losses.last { $0.isFinite }.map { ", loss \(Figures.text($0)) before" } ?? ""
        let rate = Figures.text(Double(training.optimizer.learningRate))
        return "nan or inf at \(fault.culprit) at step \(fault.step)\(last), rate \(rate)"
      }
    }

    /// The share classified right, in the mean of the last tenth of the steps.
    var accuracy: Accuracy {
      Accuracy(Accuracy.mean(Array(accuracies.suffix(max(1, accuracies.count / 10)))))
    }

    /// The mean of the last tenth of the steps.
    func recent(_ values: [Double]) -> Double {
      let last = values.suffix(max(1, values.count / 10))
      return last.reduce(0, +) / Double(last.count)
    }
  }

  private static func report(_ lanes: [Lane], steps: Int) -> Report {
    let order = lanes.sorted { left, right in
      let (a, b) = (left.recent(left.losses), right.recent(right.losses))
      return a.isNaN ? false : b.isNaN || a < b
    }
    return Report(
      kind: "race",
      data: [
        "steps": .integer(steps),
        "models": .list(
          lanes.map { lane in
            [
              "name": .string(lane.name), "loss": .number(lane.recent(lane.losses)),
              "accuracy": lane.accuracy.datum,
              "history": .list(lane.losses.map { .number($0) }),
              "not_finite": lane.fault.map { .string($0.culprit) } ?? .null,
            ]
          }),
      ],
      blocks: [
        .curves(
          CurveChart(
            title: "loss on the same batches",
            curves: lanes.map { .init(name: $0.name, values: $0.losses) },
            scale: .fitting(lanes.flatMap(\.losses)),
            horizontal: "step", vertical: "loss")),
        .table(
          Table(
            columns: [
              .init("place"), .init("model", .left), .init("parameters"), .init("first loss"),
              .init("loss"), .init("accuracy %"), .init("", .left),
            ],
            rows: order.enumerated().map { place, lane in
              [
                .integer(place + 1), .words(lane.name),
                .integer(lane.training.network.parameterCount),
                .number(lane.losses.first ?? .nan), .number(lane.recent(lane.losses)),
                lane.accuracy.cell,
                .words(lane.setback ?? "", .bad),
              ]
            })),
        .text(Text("loss and accuracy are means over the last tenth of the steps", .faint)),
      ])
  }
}

extension Workspace {
  /// The batches of training, by step: shuffled epochs of the data set, or the current batch
  /// again and again when there is none.
  func trainingBatches() throws(Problem) -> (Int) -> Batch {
    let current = try currentBatch()
    guard let dataset, let batchSize, let order = try? batchOrder(dataset, size: batchSize),
      current.x.shape.example == dataset.shape
    else { return { _ in current } }
    return { step in dataset.batch(order.batch(step)) }
  }
}
