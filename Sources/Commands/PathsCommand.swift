// paths: which of the many ways through residual blocks the gradient takes.

import Grammars
import Networks
import Probes
import Reports
import Sessions

enum PathsCommand: Command {
  static let signature = Signature(
    "paths", .look, "Shows over how many residual branches the gradient comes.",
    discussion: """
      n residual blocks are 2^n ways, for each is gone through or gone around; the number of ways of \
      length k is binomial, with mean n/2. Lengths count branches taken, not layers. Which ways carry \
      the gradient is measured: 'skip' and 'branch' are the factors by which the block's two ways \
      multiply the norm of the loss's gradient, and the share of length k is the coefficient of x^k \
      in Π (skip² + branch² x), as if what comes by both were orthogonal ('cos' says how far they \
      are). Source: Veit, Wilber and Belongie 2016.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [
      .init(
        "paths", "of the active model",
        after:
          "data shapes; batch 8; net = conv(4) -> 6 * residual(bn -> relu -> conv(4)) -> globalavgpool -> dense(10)"
      )
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    try model.requireResiduals()
    let run = try workspace.lookBackward(at: model, host: context.host)
    let lengths = PathLengths(run) { context.host.isCancelled }
    try context.host.checkCancelled()
    guard let lengths else {
      throw Problem(.notReady, "there is no backward pass yet", hint: "try: forward; backward")
    }
    return lengths.report(of: model)
  }
}

extension Model {
  /// Refuses a model without residual blocks at its top level.
  func requireResiduals() throws(Problem) {
    let hasBlocks = network.nodes.contains { node in
      if case .residual = node.content { return true }
      return false
    }
    guard hasBlocks else {
      throw Problem(
        .wrongArgument, "\(name) has no residual blocks at its top level",
        facts: [network.chain.notation],
        hint: "try: net = conv(16) -> 4 * residual(bn -> relu -> conv(16)) -> globalavgpool -> "
          + "dense(10)")
    }
  }
}

extension PathLengths {
  /// What is left out at most, half of it at either end, where nearly all is told.
  private static let rest = 0.05

  fileprivate func report(of model: Model) -> Report {
    let (byNumber, byGradient) = (byNumber, byGradient)
    return Report(
      kind: "paths",
      data: [
        "model": .string(model.name), "blocks": .integer(blocks.count),
        "number": Self.data(byNumber), "gradient": Self.data(byGradient),
        "gains": .list(
          blocks.map {
            [
              "name": .string($0.name), "skip": .number($0.skip), "branch": .number($0.branch),
              "cosine": .number($0.cosine), "share": .number($0.share),
            ]
          }),
      ],
      blocks: [
        .curves(
          CurveChart(
            title: "ways through \(model.name)",
            curves: [
              .init(name: "of all ways", values: byNumber),
              .init(name: "of the gradient", values: byGradient),
            ], scale: .linear, horizontal: "branches taken", vertical: "share")),
        .table(
          Table(
            columns: [
              .init("block", .left), .init("skip"), .init("branch"), .init("cos"),
              .init("branch %"), .init("", .left),
            ],
            rows: blocks.map { block in
              [
                .words(block.name), .number(block.skip), .number(block.branch),
                .number(block.cosine), .number((1000 * block.share).rounded() / 10),
                .bar(block.share),
              ]
            })),
        .text(
          Text(
            "\(Figures.count(blocks.count, "block", "blocks")), 2^\(blocks.count) ways. "
              + "Of all ways, " + Self.words(byNumber))),
        .text(Text("Of the gradient's square, " + Self.words(byGradient))),
      ])
  }

  private static func data(_ shares: [Double]) -> Datum {
    let interval = interval(of: shares, leaving: rest)
    return [
      "mean": .number(mean(shares)),
      "from": interval.map { .integer($0.lengths.lowerBound) } ?? .null,
      "to": interval.map { .integer($0.lengths.upperBound) } ?? .null,
      "held": interval.map { .number($0.held) } ?? .null,
      "shares": .list(shares.map { .number($0) }),
    ]
  }

  /// "95.9 % take 6 to 14 branches, 10 in the mean."
  private static func words(_ shares: [Double]) -> String {
    guard let interval = interval(of: shares, leaving: rest) else {
      return "nothing can be said: no gradient arrives."
    }
    let (low, high) = (interval.lengths.lowerBound, interval.lengths.upperBound)
    let held = Figures.text(100 * interval.held, digits: 3)
    let mean = Figures.text(mean(shares), digits: 3)
    let lengths = low == high ? "\(low)" : "\(low) to \(high)"
    return "\(held) % take \(lengths) branches, \(mean) in the mean."
  }
}
