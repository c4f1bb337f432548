// correlation: how alike activations and gradients of different examples are, by depth.

import Architectures
import Datasets
import Grammars
import Layers
import Networks
import Probes
import Reports
import Sessions
import Tensors

enum CorrelationCommand: Command {
  static let signature = Signature(
    "correlation", .look, "Shows how alike the examples' activations and gradients are, by depth.",
    discussion: """
      For the input of every top-level layer: the mean cosine between different examples, of \
      the activations and of the gradients with respect to them. Gradients that shatter fall towards 0 on \
      their way down: half at every relu layer of a plain net with batch norm, slowly in a \
      residual one (Balduzzi et al. 2017; see 'theory shattering_bn'). 'measure=pearson' takes each example's own mean away first. \
      With 'mode=frozen' the statistics of batch norm count as constants in the backward pass. \
      With 'mode=full' they are differentiated: batch norm then takes away what all examples have \
      in common, and for features [N, D] the correlation becomes about −1/(N−1) at once, which says \
      nothing about shattering. \
      'line=POINTS' asks for gradients along the straight line between the first two examples \
      instead, and shows how much of their variation they share by distance (autocorrelation).
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    options: [
      .init("measure", .choice(["cosine", "pearson"]), "how two examples are compared (cosine)"),
      .init(
        "of", .choice(["output", "loss"]), "differentiate the sum of outputs, or the loss (output)"),
      .init("mode", .choice(["frozen", "full"]), "batch statistics in the backward pass (frozen)"),
      .init("line", .integer, "points on the line between the first two examples, 8 to 4096"),
    ],
    examples: [
      .init(
        "correlation", "by depth, of the active model",
        after: "data shapes; batch 16; net = mlp(6, 32, norm=batch)"),
      .init(
        "correlation line=64", "by distance between inputs",
        after: "data shapes; batch 16; net = mlp(6, 32)"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let scalar = try call.word("of").flatMap { Shattering.Scalar(rawValue: $0.text) } ?? .output
    let isFrozen = try call.word("mode")?.text != "full"
    if let points = try call.integer("line", workspace, context, in: 8...4096) {
      return try line(points, model, scalar, isFrozen, workspace, context)
    }
    let run = try workspace.look(at: model, host: context.host)
    guard run.program.input.examples > 1 else {
      throw Problem(
        .notReady, "the batch has one example, and there is nothing to compare it with",
        hint: "try: batch 32")
    }
    context.host.progress(0.5, "correlation")
    guard let shattering = Shattering(run, of: scalar, freezesStatistics: isFrozen) else {
      throw Problem(.notReady, "there is no forward pass yet", hint: "try: forward")
    }
    try context.host.checkCancelled()
    let isPearson = try call.word("measure")?.text == "pearson"
    return report(shattering, of: model, scalar, isFrozen, isPearson, run)
  }

  private static func report(
    _ shattering: Shattering, of model: Model, _ scalar: Shattering.Scalar, _ isFrozen: Bool,
    _ isPearson: Bool, _ run: Run
  ) -> Report {
    let measure = isPearson ? "pearson" : "cosine"
    func value(_ alikeness: Alikeness) -> Double {
      isPearson ? alikeness.pearson : alikeness.cosine
    }
    let what = scalar == .loss ? "the loss" : "Σ output"
    let depths = shattering.depths
    var blocks: [Block] = [
      .table(
        Table(
          title: "\(measure) between different examples of the batch, \(model.name)",
          columns: [
            .init("input of", .left), .init("activations"), .init("", .left), .init("gradients"),
            .init("", .left),
          ],
          rows: depths.map { depth in
            [
              .words(depth.name), .number(value(depth.activations)),
              .bar(max(0, value(depth.activations))), .number(value(depth.gradients)),
              .bar(max(0, value(depth.gradients))),
            ]
          })),
      .curves(
        CurveChart(
          title: "by depth, from the input to the output",
          curves: [
            .init(name: "activations", values: depths.map { value($0.activations) }),
            .init(name: "gradients", values: depths.map { value($0.gradients) }),
          ], scale: .linear, horizontal: "layer", vertical: measure)),
    ]
    let couples = run.program.stretches.contains { stretch in
      run.network.layer(stretch.name)?.coupling(in: run.phase) == .batch
    }
    var words = "gradients are those of \(what)"
    if couples {
      words +=
        isFrozen
        ? "; the batch's statistics count as constants (mode=frozen)"
        : "; the batch's statistics are differentiated (mode=full), which takes away what all "
          + "examples have in common"
    }
    if couples, !isFrozen, run.program.input.rank == 2 {
      let expected = Figures.text(-1 / Double(run.program.input.examples - 1), digits: 2)
      words += ": expect about −1/(N−1) = \(expected)"
    }
    blocks.append(.text(Text(words, .faint)))
    return Report(
      kind: "correlation",
      data: [
        "model": .string(model.name), "measure": .string(measure), "of": .string(scalar.rawValue),
        "mode": .string(isFrozen ? "frozen" : "full"),
        "layers": .list(
          depths.map { depth in
            [
              "name": .string(depth.name),
              "activations": [
                "cosine": .number(depth.activations.cosine),
                "pearson": .number(depth.activations.pearson),
                "zeros": .integer(depth.activations.zeros),
              ],
              "gradients": [
                "cosine": .number(depth.gradients.cosine),
                "pearson": .number(depth.gradients.pearson),
                "zeros": .integer(depth.gradients.zeros),
              ],
            ]
          }),
      ], blocks: blocks)
  }

  // MARK: - By distance

  private static func line(
    _ points: Int, _ model: Model, _ scalar: Shattering.Scalar, _ isFrozen: Bool,
    _ workspace: Workspace, _ context: Context
  ) throws(Problem) -> Report {
    var along = workspace
    let batch = try workspace.currentBatch()
    guard batch.x.shape.examples > 1, let label = batch.labels.first else {
      throw Problem(
        .notReady, "a line needs two examples, and the batch has one", hint: "try: batch 2")
    }
    let (start, end) = (batch.x.examples(0..<1), batch.x.examples(1..<2))
    along.batch = Batch(
      x: .line(from: start, to: end, points: points),
      labels: Array(repeating: label, count: points), classes: batch.classes,
      origin: "a line between two examples")
    var fresh = model
    fresh.reset()
    let run = try along.look(at: fresh, host: context.host)
    guard let shattering = Shattering(run, of: scalar, freezesStatistics: isFrozen) else {
      throw Problem(.notReady, "there is no forward pass yet", hint: "try: forward")
    }
    let shares = Shattering.autocorrelation(shattering.inputGradient)
    try context.host.checkCancelled()
    let spacing = (end - start).norm / Double(points - 1)
    let reach = shares.firstIndex { $0 < shareOfReach }
    // White noise of this length stays within ±1.96/√points of 0.
    let noise = 1.96 / Double(points).squareRoot()
    return Report(
      kind: "correlation",
      data: [
        "model": .string(model.name), "of": .string(scalar.rawValue),
        "mode": .string(isFrozen ? "frozen" : "full"), "points": .integer(points),
        "spacing": .number(spacing), "noise": .number(noise),
        "reach": reach.map { .number(Double($0) * spacing) } ?? .null,
        "autocorrelation": .list(shares.map { .number($0) }),
      ],
      blocks: [
        .curves(
          CurveChart(
            title: "autocorrelation of \(model.name)'s gradient along a line of inputs",
            curves: [.init(name: "gradient", values: shares)], scale: .linear,
            horizontal: "points apart (each \(Figures.text(spacing, digits: 3)))",
            vertical: "shared variation")),
        .text(
          Text(
            (shares.first?.isNaN ?? true)
              ? "all gradients are the same: along this line the network is linear"
              : reach.map {
                "it falls below 1/e after \(Figures.count($0, "point", "points")), at a distance "
                  + "of \(Figures.text(Double($0) * spacing, digits: 3))"
              } ?? "it stays above 1/e over half of the line")),
        .text(
          Text("white noise would stay within ±\(Figures.text(noise, digits: 2)) of 0", .faint)),
      ])
  }

  /// 1/e: where what two points share counts as gone.
  private static let shareOfReach = 0.36787944117144233
}
