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
      costs most is named: the smallest factor when the gradient shrinks, the largest when it grows.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [
      .init("ledger", "of the active model", after: "data shapes; batch 8; net = stack(4, 4)")
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    let ledger = Ledger(try workspace.lookBackward(at: model, host: context.host))
    var blocks: [Block] = [
      .waterfall(
        Waterfall(
          title: "the gradient of \(model.name), from the loss down to the input",
          quantity: "norm of the gradient", startLabel: "loss", startValue: ledger.start,
          steps: ledger.entries.map { entry in
            Waterfall.Step(
              label: entry.name, factor: entry.factor, value: entry.norm,
              marked: entry == ledger.costliest)
          }))
    ]
    if let costliest = ledger.costliest {
      blocks.append(
        .text(
          Text(costliest.name, .strong)
            + Text(
              (ledger.product <= 1 ? " costs most: ×" : " adds most: ×")
                + Figures.text(costliest.factor, digits: 3)
                + "; the whole way multiplies by \(Figures.text(ledger.product, digits: 3))")))
    }
    blocks.append(
      .text(
        Text(
          "all of a kind together: "
            + ledger.kinds.map {
              "\($0.count) \($0.name) ×\(Figures.text($0.factor, digits: 2))"
            }.joined(separator: ", "))))
    return Report(
      kind: "ledger",
      data: [
        "model": .string(model.name), "start": .number(ledger.start),
        "end": .number(ledger.end), "product": .number(ledger.product),
        "costliest": ledger.costliest.map { .string($0.name) } ?? .null,
        "kinds": .list(
          ledger.kinds.map {
            ["name": .string($0.name), "count": .integer($0.count), "factor": .number($0.factor)]
          }),
        "layers": .list(
          ledger.entries.map {
            ["name": .string($0.name), "factor": .number($0.factor), "norm": .number($0.norm)]
          }),
      ], blocks: blocks)
  }
}
