// moments: what residual blocks add to the signal, by depth.

import Grammars
import Networks
import Probes
import Reports
import Sessions

enum MomentsCommand: Command {
  static let signature = Signature(
    "moments", .look, "Shows the mean squares of skip, branch and sum of residual blocks.",
    discussion: """
      E x² is the mean over the batch of the squares of all elements. Without a norm in the branch it \
      doubles in every block; with batch norm it grows by 1, so that the branch's share, branch / \
      (skip + branch), is 1/(l + 1) in block l and deep blocks hardly count: the sum of the shares is \
      about how many blocks deep the network works ('theory residual_bn'; De and Smith 2020). \
      A forward pass is made if there is none.
      """,
    operands: [.init("model", .model, "a model; the active one if missing", optional: true)],
    examples: [
      .init(
        "moments", "of the active model",
        after:
          "data shapes; batch 8; net = conv(4) -> 6 * residual(bn -> relu -> conv(4)) -> globalavgpool -> dense(10)"
      )
    ])

  static func run(
    _ call: Call, in workspace: inout Workspace, with context: Context
  ) throws(Problem) -> Report {
    let model = try call.model("model", workspace)
    try model.requireResiduals()
    let moments = ResidualMoments.of(try workspace.look(at: model, host: context.host))
    let depth = moments.reduce(0) { $0 + $1.branchShare }
    let words =
      "The shares add up to \(Figures.text(depth, digits: 3)) of "
      + "\(Figures.count(moments.count, "block", "blocks"))."
    return Report(
      kind: "moments",
      data: [
        "model": .string(model.name), "effective_depth": .number(depth),
        "blocks": .list(
          moments.map {
            [
              "name": .string($0.name), "skip": .number($0.skip), "branch": .number($0.branch),
              "sum": .number($0.sum), "branch_share": .number($0.branchShare),
            ]
          }),
      ],
      blocks: [
        .table(
          Table(
            title: "E x² in \(model.name) (bars: the branch's share)",
            columns: [
              .init("block", .left), .init("skip"), .init("branch"), .init("sum"),
              .init("branch %"), .init("", .left),
            ],
            rows: moments.map { moment in
              [
                .words(moment.name), .number(moment.skip), .number(moment.branch),
                .number(moment.sum), .number((1000 * moment.branchShare).rounded() / 10),
                .bar(moment.branchShare),
              ]
            })),
        .text(Text(words)),
      ])
  }
}
