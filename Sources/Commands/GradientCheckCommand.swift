// gradcheck: the backward pass against differences of the forward pass.

import Grammars
import Networks
import Probes
import Reports
import Sessions
import Tensors

enum GradientCheckCommand: Command {
  static let signature = Signature(
    "gradcheck", .look,
    "Compares every layer's backward pass with differences of its forward pass.",
    discussion: """
      For sampled elements x of each layer's input and parameters: what the backward pass says of \
      φ = ⟨dy, y⟩ against (φ(x + h) − φ(x − h)) / 2h by two lengths (Richardson), of the steps \
      tried the one whose own error is least. dy is the gradient that reaches the layer, scaled to \
      norm 1. Outputs are Float32, sums Float64; 'noise' is what rounding and the step may account \
      for. An error beyond its noise is wrong above 1e-2, suspicious above 1e-3. Elements where a \
      maximum changes its winner, or relu its side, between x − h and x + h have no derivative \
      there: they are left out and counted. The last line compares the slope of the whole loss \
      along a random direction of all parameters.
      """,
    operands: [
      .init(
        "layers", .layer, "layers or globs; all, and the network, if missing", optional: true,
        repeats: true)
    ],
    options: [
      .ofModel,
      .init("samples", .integer, "elements of each tensor (8)"),
      .init("step", .number, "the length h relative to the tensor's size (tried: 0.3 to 0.003)"),
    ],
    examples: [
      .init(
        "gradcheck", "is backward right?",
        after: "data shapes; batch 2; net = stack(2, 3, norm=batch)"),
      .init(
        "gradcheck conv* samples=20", "some layers, more closely",
        after: "data shapes; batch 2; net = stack(2, 3)"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let samples = try call.integer("samples", workspace, context, in: 1...100_000) ?? 8
    let step = try call.number("step", workspace, context, in: 1e-6...1)
    var wanted: [String] = []
    for word in try call.words("layers") { wanted += try model.network.layers(matching: word) }
    let run = try workspace.lookBackward(at: model, host: context.host)
    let chosen = run.program.instructions.indices.filter { index in
      let name = run.program.instructions[index].name
      return wanted.isEmpty || wanted.contains { name == $0 || name.hasPrefix($0 + ".") }
    }
    var checks: [GradientCheck] = []
    let randomness = workspace.randomness.split(by: "gradcheck")
    for (done, index) in chosen.enumerated() {
      context.host.progress(
        Double(done) / Double(chosen.count), run.program.instructions[index].name)
      checks += GradientCheck.of(
        index, in: run, samples: samples, step: step, randomness: randomness,
        isCancelled: { context.host.isCancelled })
      try context.host.checkCancelled()
    }
    if wanted.isEmpty {
      checks.append(
        GradientCheck.ofNetwork(
          run, step: step, randomness: randomness.split(by: "network"),
          isCancelled: { context.host.isCancelled }))
      try context.host.checkCancelled()
    }
    return report(checks, of: model)
  }

  private static func report(_ checks: [GradientCheck], of model: Model) -> Report {
    Report(
      kind: "gradcheck",
      data: [
        "model": .string(model.name), "passed": .boolean(!checks.contains { $0.verdict == .wrong }),
        "checks": .list(checks.map(\.data)),
      ],
      blocks: [
        .table(
          Table(
            title: "backward of \(model.name) against differences",
            columns: [
              .init("tensor", .left), .init("elements"), .init("kinks"), .init("error"),
              .init("noise"), .init("verdict", .left),
            ],
            rows: checks.map { check in
              [
                .words(check.layer + "." + check.tensor), .integer(check.samples),
                .integer(check.kinks), check.worst.map { .number($0.error) } ?? .empty,
                check.worst.map { .number($0.noise) } ?? .empty,
                .words(check.verdict.rawValue, check.verdict.role),
              ]
            }))
      ] + verdict(checks))
  }

  /// The tensor that disagrees most beyond its noise, and what of it that is.
  private static func verdict(_ checks: [GradientCheck]) -> [Block] {
    let compared = checks.filter { $0.worst != nil }
    guard
      let worst = compared.max(by: {
        ($0.worst?.error ?? 0) - ($0.worst?.noise ?? 0)
          < ($1.worst?.error ?? 0) - ($1.worst?.noise ?? 0)
      }), let element = worst.worst
    else { return [.text("no element could be compared")] }
    let place =
      element.index.isEmpty ? "" : "[\(element.index.map(String.init).joined(separator: ", "))]"
    return [
      .text(
        Text("largest error beyond its noise: ")
          + Text(worst.layer + "." + worst.tensor + place, .code)
          + Text(
            ": backward \(Figures.text(element.backward, digits: 6)), difference "
              + Figures.text(element.difference, digits: 6))),
      .text(
        Text(worst.verdict.rawValue, worst.verdict.role)
          + Text(
            " (beyond its noise above \(Figures.text(GradientCheck.suspicious)) suspicious, above "
              + "\(Figures.text(GradientCheck.wrong)) wrong)", .faint)),
    ]
  }
}

extension GradientCheck {
  fileprivate var data: Datum {
    [
      "layer": .string(layer), "tensor": .string(tensor), "samples": .integer(samples),
      "kinks": .integer(kinks), "verdict": .string(verdict.rawValue),
      "error": worst.map { .number($0.error) } ?? .null,
      "noise": worst.map { .number($0.noise) } ?? .null,
      "index": worst.map { .list($0.index.map { .integer($0) }) } ?? .null,
      "backward": worst.map { .number($0.backward) } ?? .null,
      "difference": worst.map { .number($0.difference) } ?? .null,
    ]
  }
}

extension GradientCheck.Verdict {
  fileprivate var role: Text.Role {
    switch self {
    case .agrees: .good
    case .wrong, .suspicious: .bad
    case .open: .faint
    }
  }
}
