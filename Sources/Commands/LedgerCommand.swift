// ledger: the gradient's way from the loss to the input, factor by factor.

import Grammars
import Networks
import Probes
import Reports
import Sessions

enum LedgerCommand: Command {
  static let signature = Signature(
    "ledger", .look,
    "Accounts for the gradient's norm, layer by layer, from the loss to the input.",
    discussion: """
      Each layer multiplies the norm of the gradient that passes through it by a measured factor. \
      The norm at the loss times all factors is the norm at the input, to rounding. The layer that \
      costs most is named: the smallest factor when the gradient shrinks, the largest when it grows. \
      A residual block's gradient is the sum of what comes by its skip and by its body, a concat's \
      that of its branches. Norms of summands do not add: 'size' is a way's norm over the whole's, \
      'cosine' the one between a way and the rest, and 'share' = ⟨way, whole⟩ / ‖whole‖², which does \
      add up to 1. 'ledger residual1' goes through a block, one way after the other.
      """,
    operands: [
      .init(
        "what", .layer, "a block, a part, a layer, or a model; the active model if missing",
        optional: true)
    ],
    options: [.from, .to, .ofModel],
    examples: [
      .init("ledger", "of the active model", after: "data shapes; batch 8; net = stack(4, 4)"),
      .init(
        "ledger from=conv2 to=relu3", "of a stretch",
        after: "data shapes; batch 8; net = stack(4, 4)"),
      .init(
        "ledger residual1", "inside a block, way by way",
        after:
          "data shapes; batch 2; net = conv(2) -> residual(conv(2) -> bn) -> globalavgpool "
          + "-> dense(10)"),
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let what = try call.word("what")
    // `ledger plain` names a model.
    let named = what.flatMap { workspace.model(named: $0.text) }
    let asked = try call.model("model", workspace)
    let model = named ?? asked
    let run = try workspace.lookBackward(at: model, host: context.host)
    let stretch = try call.stretch(of: model, run.program, insteadOf: "what")
    if let stretch {
      return try between(
        try call.word("from")?.text ?? run.program.topLevel.first ?? "",
        try call.word("to")?.text ?? run.program.topLevel.last ?? "", stretch, run, call
      ).report(of: model)
    }
    guard named == nil, what != nil,
      let inside = try call.stretches("what", of: model, run.program).first
    else { return Ledger(run).report(of: model) }
    if let part = run.program.part(inside.name) {
      return Ledger(run, through: part).report(of: model)
    }
    guard let ledger = Ledger(run, from: inside.name, to: inside.name) else {
      return Ledger(run).report(of: model)
    }
    let ways = run.program.parts(of: inside.name).map { Ledger(run, through: $0) }
    return ways.isEmpty ? ledger.report(of: model) : ledger.report(of: model, inside: ways)
  }

  /// The ledger of a stretch, whose ends must stand in one chain: farther inside of a block only a
  /// part of the gradient passes.
  private static func between(
    _ from: String, _ to: String, _ stretch: Program.Stretch, _ run: Run, _ call: Call
  ) throws(Problem) -> Ledger {
    if let ledger = Ledger(run, from: from, to: to) { return ledger }
    let block = run.program.part(holding: to)?.block?.name
    throw Problem(
      .wrongArgument, "\(from) and \(to) do not stand in one chain, so no one gradient passes both",
      hint: block.map { "try: to=\($0), or ledger \($0) for what is inside" }
        ?? "try two layers of the top level, or of one block",
      place: (call["to"] ?? call["from"])?.place)
  }
}
