// data: where examples come from.

import Datasets
import Grammars
import Reports
import Sessions
import Tensors

enum DataCommand: Command {
  static let signature = Signature(
    "data", .data, "Chooses the data: a built-in set by name, or files by path.",
    discussion: """
      Built in are shapes (3×32×32, 10 classes), digits (1×28×28, 10 classes) and spirals (points in \
      the plane); they are drawn by fathom, the same for everyone. A path in quotes is a \
      folder or file of CIFAR-10 or CIFAR-100 (binary), IDX (plain or .gz), .npz with x and y, or \
      .csv. Images are normalized by the mean and standard deviation of each channel, measured on the \
      training examples. Batches and passes of the old data are forgotten, models stay.
      """,
    operands: [.init("source", .expression, "a name or \"PATH\"", optional: true)],
    options: [
      .init("examples", .integer, "built-in data: how many training examples"),
      .init("classes", .integer, "built-in data: how many classes"),
      .init("noise", .number, "built-in data: how much noise, 0 to 1"),
    ],
    examples: [
      .init("data shapes", "the built-in images"), .init("data spirals classes=3", "points"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    guard let source = call["source"] else {
      guard let dataset = workspace.dataset else {
        throw Problem(.notReady, "there is no data yet", hint: names)
      }
      return report(dataset)
    }
    let dataset: Dataset
    switch source.node {
    case .string(let path): dataset = try read(path, context)
    case .name(let name):
      guard let generator = generatorCatalog.first(where: { $0.name == name }) else {
        throw Problem(
          .unknownWord, "no built-in data '\(name)'",
          hint: didYouMean(name, among: generatorCatalog.map(\.name)) ?? names, place: source.place)
      }
      dataset = try make(generator, call, workspace, context)
    default:
      throw Problem(
        .wrongArgument, "data takes a name or a path in quotes", hint: names, place: source.place)
    }
    workspace.dataset = dataset
    workspace.batch = nil
    workspace.batchSize = nil
    workspace.batchNumber = 0
    for index in workspace.models.indices { workspace.models[index].reset() }
    return report(dataset)
  }

  private static let names =
    "try: data " + generatorCatalog.map(\.name).joined(separator: ", data ")
    + ", or data \"PATH\""

  private static func read(_ path: String, _ context: Context) throws(Problem) -> Dataset {
    do { return try Dataset.read(path, from: context.host) } catch { throw error.problem }
  }

  private static func make(
    _ generator: Generator, _ call: Call, _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> Dataset {
    var options = generator.defaults
    if let count = try call.integer("examples", workspace, context) {
      options.examples = count
    }
    if let count = try call.integer("classes", workspace, context) { options.classes = count }
    if let noise = try call.number("noise", workspace, context) { options.noise = Float(noise) }
    do {
      return try generator.make(options, randomness: Randomness(seed: 0).split(by: generator.name))
    } catch { throw error.problem }
  }

  static func report(_ dataset: Dataset) -> Report {
    let test = dataset.test?.count ?? 0
    var blocks: [Block] = [
      .text(
        Text(dataset.name, .strong)
          + Text(
            ": \(Figures.text(dataset.training.count)) training"
              + (test > 0 ? " and \(Figures.text(test)) test" : "")
              + " examples \(Figures.text(shape: dataset.shape.extents)), \(dataset.classes) classes"
          )),
      .text(
        Text(
          "classes: " + dataset.classNames.prefix(20).joined(separator: ", ")
            + (dataset.classes > 20 ? ", …" : ""), .faint)),
      .text(
        Text(
          "normalized by mean (\(figures(dataset.normalization.mean))), "
            + "std (\(figures(dataset.normalization.deviation)))", .faint)),
    ]
    blocks += dataset.remarks.map { .text(Text($0.words, .bad)) }
    return Report(
      kind: "data",
      data: [
        "name": .string(dataset.name), "training": .integer(dataset.training.count),
        "test": .integer(test),
        "shape": .list(dataset.shape.extents.map { .integer($0) }),
        "classes": .integer(dataset.classes),
        "class_names": .list(dataset.classNames.map { .string($0) }),
      ], blocks: blocks)
  }

  private static func figures(_ values: [Float]) -> String {
    values.prefix(4).map { Figures.text(Double($0), digits: 3) }.joined(separator: ", ")
      + (values.count > 4 ? ", …" : "")
  }
}

extension Remark {
  /// The remark in words.
  var words: String {
    switch self {
    case .notFinite(let count): Figures.count(count, "value is", "values are") + " nan or inf"
    case .channelsLast(let shape):
      "examples are \(Figures.text(shape: shape.extents)); layers take [C, H, W]"
    }
  }
}

extension DataMistake {
  /// The mistake in words.
  var problem: Problem {
    Problem(
      .badFile,
      "\(path): found \(found)"
        + (offset.map { " at byte \(Figures.text($0))" } ?? ""),
      facts: ["needed: \(needed)"], hint: advice)
  }
}
