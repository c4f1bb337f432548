// spectrum: the singular values of a Jacobian.

import Grammars
import Networks
import Probes
import Reports
import Sessions
import Tensors
import Layers

enum SpectrumCommand: Command {
  static let signature = Signature(
    "spectrum", .look, "Measures the singular values of a Jacobian at the current batch.",
    discussion: """
      The Jacobian J = U Σ Vᵀ of a layer, a block or a stretch: Σ holds by how much it stretches each \
      of its own directions. All of them are found where a formula gives them or where the matrix is \
      small enough to be written out (1536 on its shorter side) and decomposed by LAPACK. Where \
      examples do not interact it is written out block by block, one block an example; under batch \
      norm in training mode the whole batch is one matrix. Beyond that only the largest are found, by \
      Lanczos with full reorthogonalization, each with a bound on its error. A value counts as 0 at \
      or below the largest × size × 2⁻²³, the rule of numpy.linalg.matrix_rank. For a dense layer, \
      alone or before relu, the edges of Marchenko and Pastur are drawn: between them lie the values \
      of a wide matrix of independent entries of the same variance. Where the angles between rows \
      tell that entries depend on each other, as orthogonal weights' do, none are drawn.
      """,
    operands: [
      .init("layer", .layer, "a layer, block or part; the whole network if missing", optional: true)
    ],
    options: [
      .from, .to, .ofModel,
      .init("example", .integer, "the block of this example only, from 0"),
      .init("largest", .integer, "how many values where not all can be found (10)"),
      .init("tolerance", .number, "relative precision of those (1e-3)"),
      .init("bins", .integer, "intervals of the picture (12)"),
    ],
    examples: [
      .init(
        "spectrum dense2", "all singular values of a layer",
        after: "data spirals; batch 8; net = 2 * (dense(32) -> relu) -> dense(3); initialize he"),
      .init(
        "spectrum from=dense2 to=relu2", "with the rectifier: half of them are 0",
        after: "data spirals; batch 8; net = 2 * (dense(32) -> relu) -> dense(3); initialize he"),
      .init(
        "spectrum conv2 largest=3", "too large: the largest, with bounds",
        after: "data shapes; batch 2; net = stack(3, 4)"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let host = context.host
    let model = try call.model("model", workspace)
    let run = try workspace.look(at: model, host: host)
    let between = try call.stretch(of: model, run.program, insteadOf: "layer")
    let named = try call.stretches("layer", of: model, run.program)
    let stretch = between ?? named.first ?? run.program.whole
    guard let map = Linearization(run, of: stretch) else {
      throw Problem(.notReady, "there is no forward pass yet", hint: "try: forward")
    }
    var options = Spectrum.Options()
    let examples = map.inputShape[0]
    options.example = try call.integer("example", workspace, context, in: 0...examples - 1)
    options.largest = try call.integer("largest", workspace, context, in: 1...200) ?? 10
    options.tolerance = try call.number("tolerance", workspace, context, in: 1e-6...1) ?? 1e-3
    options.memory = host.memory / 8
    let bins = try call.integer("bins", workspace, context, in: 1...200) ?? 12
    if options.example != nil, map.coupling == .batch {
      throw Problem(
        .wrongArgument, "the examples of \(stretch.name) interact, so none has a block of its own",
        facts: ["in training mode batch norm couples all examples of the batch"],
        hint: "try: mode evaluation, or leave example= out", place: call["example"]?.place)
    }
    let spectrum = Spectrum.measure(
      map, options, randomness: workspace.randomness.split(by: "probes"),
      progress: { host.progress($0, stretch.name) }, isCancelled: { host.isCancelled })
    try host.checkCancelled()
    guard let spectrum else {
      throw Problem(
        .notFinite, "the Jacobian of \(stretch.name) holds nan or inf",
        hint: "try: activations, to see where numbers grow")
    }
    return spectrum.report(of: model, examples: examples, bins: bins)
  }
}
