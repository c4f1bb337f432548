// jacobian: how much each layer stretches what goes through it.

import Grammars
import Networks
import Probes
import Reports
import Sessions
import Tensors

enum JacobianCommand: Command {
  static let signature = Signature(
    "jacobian", .look, "Measures the norms of layers' Jacobians at the current batch.",
    discussion: """
      A layer's Jacobian is that of the whole batch, ∂vec(output)/∂vec(input): block-diagonal when \
      examples do not interact, coupled under batch norm in training mode. 'spectral' is its largest \
      singular value, found by power iteration that keeps the whole span of its iterates \
      (Lanczos), with jvp and vjp, to 'tolerance'. 'frobenius' is exact where a formula or \
      at most 256 columns or rows give it, else Hutchinson's estimate with its 95 % interval, which \
      stops at 'precision'. 'gain' is frobenius / √(number of inputs), the root-mean-square factor \
      by which a random direction is stretched. The last column says how each was obtained: steps of \
      the power iteration; formula, columns, rows or random probes of the Frobenius norm. Besides \
      layers and blocks there are residual1.body, residual1.shortcut, concat1.branch2 and network, \
      the whole.
      """,
    operands: [
      .init(
        "layers", .layer, "layers, blocks, parts or globs; every top-level layer if missing",
        optional: true, repeats: true)
    ],
    options: [
      .init("norm", .choice(["all", "spectral", "frobenius", "gain"]), "which norms (all)"),
      .from, .to, .ofModel,
      .init("iterations", .integer, "most products with JᵀJ for the spectral norm (200)"),
      .init("tolerance", .number, "relative precision of the spectral norm (1e-3)"),
      .init(
        "precision", .number, "half of the 95 % interval of the Frobenius norm, relative (2e-3)"),
      .init("probes", .integer, "exactly so many random probes for the Frobenius norm"),
    ],
    examples: [
      .init(
        "jacobian norm=all", "all norms of every layer",
        after: "data shapes; batch 4; net = stack(3, 4)"),
      .init(
        "jacobian conv2 norm=spectral", "one layer, one norm",
        after: "data shapes; batch 4; net = stack(3, 4)"),
      .init(
        "jacobian from=conv1 to=relu2 norm=gain", "a stretch of the network",
        after: "data shapes; batch 4; net = stack(3, 4)"),
      .init(
        "jacobian residual1 residual1.body residual1.shortcut", "a block and its two ways",
        after:
          "data shapes; batch 2; net = conv(2) -> residual(conv(2) -> bn) -> globalavgpool "
          + "-> dense(10)"),
      .init(
        "jacobian network", "the whole network as one map",
        after: "data shapes; batch 4; net = stack(3, 4)"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let run = try workspace.look(at: model, host: context.host)
    let norm = try call.word("norm")?.text ?? "all"
    let norms: Jacobian.Norms =
      switch norm {
      case "spectral": .spectral
      case "frobenius", "gain": .frobenius
      default: .all
      }
    let iterations = try call.integer("iterations", workspace, context) ?? 200
    let tolerance = try call.number("tolerance", workspace, context, in: 1e-9...1) ?? 1e-3
    let precision = try call.number("precision", workspace, context, in: 1e-6...1)
    let probes = try call.integer("probes", workspace, context)
    let stretches = try stretches(call, model, run.program)
    var jacobians: [Jacobian] = []
    for (index, stretch) in stretches.enumerated() {
      context.host.progress(Double(index) / Double(stretches.count), stretch.name)
      guard let map = Linearization(run, of: stretch) else {
        throw Problem(.notReady, "there is no forward pass yet", hint: "try: forward")
      }
      jacobians.append(
        Jacobian.measure(
          map, norms: norms, iterations: iterations, tolerance: tolerance, probes: probes,
          precision: precision, randomness: workspace.randomness.split(by: "probes")
        ) { context.host.isCancelled })
      try context.host.checkCancelled()
    }
    return report(jacobians, of: model, asked: norm)
  }

  /// The stretches asked for: `from=… to=…`, those named, or the whole top level.
  private static func stretches(
    _ call: Call, _ model: Model, _ program: Program
  ) throws(Problem) -> [Program.Stretch] {
    if let stretch = try call.stretch(of: model, program, insteadOf: "layers") { return [stretch] }
    let named = try call.stretches("layers", of: model, program)
    return named.isEmpty ? program.topLevel.compactMap { program.stretch($0) } : named
  }

  private static func report(_ jacobians: [Jacobian], of model: Model, asked: String) -> Report {
    let hasSpectral = jacobians.contains { $0.spectral != nil }
    let hasFrobenius = jacobians.contains { $0.frobenius != nil }
    var columns: [Table.Column] = [.init("layer", .left)]
    if hasSpectral { columns.append(.init("spectral")) }
    if hasFrobenius { columns += [.init("frobenius"), .init("± 95 %"), .init("gain")] }
    let means = [hasSpectral ? "steps" : nil, hasFrobenius ? "from" : nil].compactMap { $0 }
    columns += [.init(means.joined(separator: ", "), .left), .init("", .left)]
    let measure = hasFrobenius ? "gain" : "spectral"
    let values = jacobians.map { $0.gain ?? $0.spectral?.value ?? 0 }
    let largest = values.max() ?? 0
    let rows = zip(jacobians, values).map { jacobian, value -> [Table.Cell] in
      var row: [Table.Cell] = [.words(jacobian.name)]
      if hasSpectral { row.append(jacobian.spectral.map { .number($0.value) } ?? .empty) }
      if let frobenius = jacobian.frobenius {
        row += [
          .number(frobenius.value),
          frobenius.isExact ? .words("exact", .faint) : .number(frobenius.halfWidth, .faint),
          .number(jacobian.gain ?? 0),
        ]
      }
      row += [.words(jacobian.means, .faint), .bar(largest > 0 ? value / largest : 0)]
      return row
    }
    return Report(
      kind: "jacobian",
      data: [
        "model": .string(model.name), "norm": .string(asked),
        "layers": .list(jacobians.map(\.data)),
      ],
      blocks: [
        .table(
          Table(
            title: "Jacobians of \(model.name) at this batch (bars: \(measure))",
            columns: columns, rows: rows))
      ])
  }
}

extension Jacobian {
  /// How the norms were obtained, steps of the spectral norm first: "14, formula".
  fileprivate var means: String {
    let steps = spectral.flatMap { spectral -> String? in
      spectral.residual == 0 && spectral.iterations == 1 && frobenius?.method == .formula
        ? nil : Figures.text(spectral.iterations)
    }
    return [steps, frobenius?.means].compactMap { $0 }.joined(separator: ", ")
  }

  /// The norms as data.
  var data: Datum {
    var fields: [Datum.Field] = [.init("name", .string(name))]
    if let spectral {
      fields += [
        .init("spectral", .number(spectral.value)),
        .init("spectral_residual", .number(spectral.residual)),
        .init("iterations", .integer(spectral.iterations)),
      ]
    }
    if let frobenius {
      fields += [
        .init("frobenius", .number(frobenius.value)),
        .init("frobenius_error", .number(frobenius.standardError)),
        .init("frobenius_low", .number(frobenius.value - frobenius.halfWidth)),
        .init("frobenius_high", .number(frobenius.value + frobenius.halfWidth)),
        .init("exact", .boolean(frobenius.isExact)),
        .init("method", .string(frobenius.method.rawValue)),
        .init("products", .integer(frobenius.products)),
      ]
    }
    if let gain { fields.append(.init("gain", .number(gain))) }
    fields.append(.init("inputs", .integer(inputs)))
    return .record(fields)
  }
}

extension FrobeniusNorm {
  fileprivate var means: String {
    switch method {
    case .formula: "formula"
    case .columns: Figures.count(products, "column", "columns")
    case .rows: Figures.count(products, "row", "rows")
    case .probes: Figures.count(probes, "probe", "probes")
    }
  }
}
