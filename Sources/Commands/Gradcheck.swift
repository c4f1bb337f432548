// gradcheck: are the gradients right? Backward against central differences of the definitions.

import Grammars
import Networks
import Probes
import Reports
import Sessions
import Tensors
import Layers
import Datasets

enum Gradcheck: Command {
  static let signature = Signature(
    "gradcheck", .look,
    "Compares the gradients of backward with central differences of the layers' definitions.",
    discussion: """
      The differences (f(x + h) − f(x − h)) / 2h are taken of every layer's formula, worked out \
      plainly in Float64, so they share nothing with the kernels that are checked. A layer is \
      checked for a random gradient at its output; 'gradcheck parameters' checks the loss's \
      gradient by the input and all parameters, through the whole network. The step h is 6e-6 of \
      each number unless given. Elements for which a winner (the sign under a ReLU, the largest \
      of a window) changes between x − h and x + h are left out and counted as kinks.
      """,
    operands: [
      .init(
        "layers", .layer, "layers, globs or 'parameters'; every layer if missing",
        optional: true, repeats: true)
    ],
    options: [
      .init("model", .model, "a model; the active one if missing"),
      .init("samples", .integer, "elements compared of each tensor (10; of parameters 2)"),
      .init("step", .number, "the step h for every element"),
      .init("examples", .integer, "use the first so many examples of the batch (2)"),
    ],
    examples: [
      .init(
        "gradcheck", "every layer", after: "data shapes; batch 4; net = stack(2, 4, norm=batch)"),
      .init(
        "gradcheck conv2 bn* samples=20", "some layers, more closely",
        after: "data shapes; batch 4; net = stack(2, 4, norm=batch)"),
      .init(
        "gradcheck parameters samples=1", "the loss's gradient, through the whole network",
        after: "data shapes; batch 4; net = stack(2, 4)"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let run = try pass(of: model, call, workspace, context)
    let words = try call.words("layers")
    let isWhole = words.contains { $0.text == "parameters" }
    let samples = try call.integer("samples", workspace, context, in: 1...1_000_000)
    let step = try call.number("step", workspace, context, in: 1e-12...1)
    let randomness = workspace.randomness.split(by: "gradcheck")
    var checks: [GradientCheck] = []
    if isWhole {
      checks += [
        GradientCheck.network(
          run, samples: samples ?? 2, step: step, randomness: randomness,
          progress: { context.host.progress($0, $1) }, isCancelled: { context.host.isCancelled })
      ].compactMap { $0 }
    }
    let names = try layers(words.filter { $0.text != "parameters" }, of: model, all: !isWhole)
    for (number, name) in names.enumerated() {
      context.host.progress(Double(number) / Double(names.count), "gradcheck: \(name)")
      try context.host.checkCancelled()
      guard let layer = run.network.layer(name), let stretch = run.program.stretch(name),
        let pass = run.passes[stretch.output - 1]
      else { continue }
      checks += [
        GradientCheck.layer(
          name, layer, of: pass, samples: samples ?? 10, step: step, randomness: randomness
        ) { context.host.isCancelled }
      ].compactMap { $0 }
    }
    try context.host.checkCancelled()
    return GradcheckReport.make(checks, of: model, examples: run.labels.count)
  }

  /// A pass over the first examples: all that is checked, at a price that can be paid.
  private static func pass(
    of model: Model, _ call: Call, _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> Run {
    let batch = try workspace.currentBatch()
    let count = try call.integer("examples", workspace, context, in: 1...batch.count)
    var fresh = workspace
    fresh.batch = batch.first(min(batch.count, count ?? 2))
    let run = try fresh.freshBackward(of: model, host: context.host)
    try workspace.checkFinite(run, of: model)
    return run
  }

  /// The layers meant; of a block, those inside it.
  private static func layers(
    _ words: [Word], of model: Model, all: Bool
  ) throws(Problem) -> [String] {
    guard !words.isEmpty else { return all ? model.network.layers.map(\.name) : [] }
    var names: [String] = []
    for word in words {
      let meant = try model.network.layers(matching: word)
      names += model.network.layers.map(\.name).filter { name in
        !names.contains(name)
          && meant.contains { name == $0 || name.hasPrefix($0 + ".") }
      }
    }
    return names
  }
}
