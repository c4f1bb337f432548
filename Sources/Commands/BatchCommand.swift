// batch: which examples the passes see.

import Datasets
import Grammars
import Reports
import Sessions
import Tensors
import Kernels
import Architectures

enum BatchCommand: Command {
  static let signature = Signature(
    "batch", .data, "Takes a batch of so many examples from the data, or the next one.",
    discussion: """
      Examples come in shuffled epochs, each once an epoch. 'batch 32' takes the first batch of 32, \
      'batch next' the one after. Passes over the old batch are forgotten.
      """,
    operands: [.init("size", .expression, "how many examples, or 'next'", optional: true)],
    examples: [
      .init("batch 32", "32 examples", after: "data shapes"),
      .init("batch next", "the next ones", after: "data shapes; batch 8"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    guard let dataset = workspace.dataset else {
      throw Problem(
        .notReady, "there is no data to take a batch from",
        hint: "try: data shapes, or data \"PATH\", or load batch \"FILE.npz\"")
    }
    guard let expression = call["size"] else { return report(try workspace.currentBatch()) }
    let isNext = expression.node == .name("next")
    let size: Int
    if isNext {
      guard let current = workspace.batchSize else {
        throw Problem(.notReady, "there is no batch yet", hint: "try: batch 32")
      }
      size = current
    } else {
      size = try context.evaluator(workspace).integer(expression)
    }
    do {
      let order = try workspace.batchOrder(dataset, size: size)
      try checkMemory(size, of: dataset, context)
      workspace.batchNumber = isNext ? workspace.batchNumber + 1 : 0
      workspace.setBatch(dataset.batch(order.batch(workspace.batchNumber)), size: size)
    } catch { throw error.at(expression.place) }
    return report(try workspace.currentBatch())
  }

  private static func checkMemory(
    _ size: Int, of dataset: Dataset, _ context: Context
  ) throws(Problem) {
    let bytes = Double(size) * Double(dataset.shape.count) * 4
    guard bytes * 4 < Double(context.host.memory) else {
      throw Problem(
        .tooLarge, "a batch of \(Figures.text(size)) needs \(Figures.text(bytes: bytes))")
    }
  }

  static func report(_ batch: Batch) -> Report {
    var counts = [Int](repeating: 0, count: max(batch.classes, (batch.labels.max() ?? 0) + 1))
    for label in batch.labels { counts[label] += 1 }
    let present = counts.filter { $0 > 0 }.count
    let facts = batch.x.statistics
    var blocks: [Block] = [
      .text(
        Text("batch ") + Text(Figures.text(shape: batch.x.shape.extents), .strong)
          + Text(
            " of \(batch.origin): "
              + (batch.targets.map { "targets \(Figures.text(shape: $0.shape.extents))" }
                ?? "\(present) of \(batch.classes) classes"))),
      .text(
        Text(
          "mean \(Figures.text(facts.mean, digits: 3)), std "
            + Figures.text(facts.deviation, digits: 3), .faint)),
    ]
    if facts.notFinite > 0 {
      blocks.append(
        .text(Text(Figures.count(facts.notFinite, "value is", "values are") + " nan or inf", .bad)))
    }
    return Report(
      kind: "batch",
      data: [
        "shape": .list(batch.x.shape.extents.map { .integer($0) }),
        "classes": .integer(batch.classes), "labels": .list(batch.labels.map { .integer($0) }),
        "mean": .number(facts.mean), "std": .number(facts.deviation),
        "not_finite": .integer(facts.notFinite),
      ], blocks: blocks)
  }
}

extension Workspace {
  /// The order of training batches of `size` examples.
  func batchOrder(_ dataset: Dataset, size: Int) throws(Problem) -> BatchOrder {
    do {
      return try BatchOrder(
        examples: dataset.training.count, size: size, randomness: randomness.split(by: "batches"))
    } catch {
      throw Problem(
        .wrongArgument,
        "\(dataset.name) has \(Figures.text(error.examples)) training examples, and a batch of "
          + "\(Figures.text(error.size)) was asked for",
        hint: "try: a batch of 1 to \(error.examples)")
    }
  }

  /// Makes `batch` the current one; passes over the old one are forgotten.
  mutating func setBatch(_ batch: Batch, size: Int) {
    self.batch = batch
    batchSize = size
    for index in models.indices { models[index].reset() }
  }
}

extension Batch {
  /// The first `count` examples.
  func first(_ count: Int) -> Batch {
    Batch(
      x: x.examples(0..<count), labels: Array(labels.prefix(count)),
      targets: targets?.examples(0..<count), classes: classes, origin: origin)
  }
}
