// diff: what two models or two branches differ in.

import Datasets
import Grammars
import Networks
import Reports
import Sessions
import Tensors
import Layers

enum Diff: SessionCommand {
  static let signature = Signature(
    "diff", .notebook, "Tells in which weights, losses and settings two models or branches differ.",
    discussion: """
      For each parameter the largest |difference| and that difference relative to the largest \
      |weight|. Of branches the active models are taken. With one name the other side is the \
      present state.
      """,
    operands: [
      .init("first", .word, "a model or a branch"),
      .init("second", .word, "another; the present state if missing", optional: true),
    ],
    examples: [
      .init(
        "diff before net", "what training changed",
        after: "data spirals; batch 8; net = dense(4) -> relu -> dense(3); copy net before; "
          + "use net; train steps=2"),
      .init(
        "diff start", "since then",
        after: "data spirals; batch 8; net = dense(4) -> relu -> dense(3); branch start; forward"),
    ])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    let first = try side(call.word("first"), session)
    let second = try side(call.word("second"), session)
    let rows = difference(first, second)
    var blocks: [Block] = []
    if let a = first.model, let b = second.model {
      let (left, right) = (a.network.chain.notation, b.network.chain.notation)
      if left != right { blocks.append(.verbatim("- \(left)\n+ \(right)")) }
      blocks.append(
        .text(
          Text(
            rows.parameters.isEmpty
              ? "no parameter is in both"
              : rows.parameters.allSatisfy { $0.largest == 0 }
                ? "all \(rows.parameters.count) parameters are equal"
                : "\(rows.parameters.count { $0.largest != 0 }) of \(rows.parameters.count) parameters differ"
          )))
      let changed = rows.parameters.filter { $0.largest != 0 }
      if !changed.isEmpty {
        blocks.append(
          .table(
            Table(
              columns: [
                .init("parameter", .left), .init("shape", .left), .init("max |Δ|"),
                .init("relative"),
              ],
              rows: changed.map {
                [
                  .words($0.name, .code), .shape($0.shape), .number($0.largest),
                  .number($0.relative),
                ]
              })))
      }
    }
    let unlike = rows.settings.filter { $0.first != $0.second }
    if !unlike.isEmpty {
      blocks.append(
        .table(
          Table(
            columns: [
              .init("", .left), .init(first.name, .left), .init(second.name, .left),
            ], rows: unlike.map { [.words($0.name), .words($0.first), .words($0.second)] })))
    }
    if blocks.isEmpty { blocks = [.text("no difference")] }
    return Report(
      kind: "diff",
      data: [
        "parameters": .list(
          rows.parameters.map {
            [
              "name": .string($0.name), "max_abs": .number($0.largest),
              "relative": .number($0.relative),
            ]
          }),
        "settings": .list(
          unlike.map {
            ["name": .string($0.name), "first": .string($0.first), "second": .string($0.second)]
          }),
      ], blocks: blocks)
  }

  /// One side of the comparison.
  private struct Side {
    var name: String
    var workspace: Workspace
    var model: Model?
  }

  private static func side(_ word: Word?, _ session: Session) throws(Problem) -> Side {
    guard let word else {
      return Side(
        name: "now", workspace: session.workspace, model: try? session.workspace.activeModel())
    }
    if let branch = session.branch(named: word.text) {
      let workspace = branch.snapshot.workspace
      return Side(name: word.text, workspace: workspace, model: try? workspace.activeModel())
    }
    let model = try session.workspace.requireModel(word.text, at: word.place)
    return Side(name: word.text, workspace: session.workspace, model: model)
  }

  private static func difference(
    _ first: Side, _ second: Side
  ) -> (
    parameters: [(name: String, shape: [Int], largest: Double, relative: Double)],
    settings: [(name: String, first: String, second: String)]
  ) {
    let other = second.model?.network.parameters
    let parameters = (first.model?.network.parameters.pairs ?? []).compactMap {
      name, tensor -> (name: String, shape: [Int], largest: Double, relative: Double)? in
      guard let match = other?[name], match.shape == tensor.shape else { return nil }
      var (largest, scale) = (Double(0), Double(0))
      for (a, b) in zip(tensor.values, match.values) {
        // A weight that is not finite on one side only differs without bound.
        let gap = a == b || (a.isNaN && b.isNaN) ? 0 : abs(Double(a) - Double(b))
        largest = gap.isNaN ? .infinity : max(largest, gap)
        scale = max(scale, abs(Double(a)))
      }
      return (name, tensor.shape.extents, largest, scale > 0 ? largest / scale : largest)
    }
    let settings = zip(facts(first), facts(second)).map { ($0.name, $0.value, $1.value) }
    return (parameters, settings)
  }

  /// What else can differ, in words.
  private static func facts(_ side: Side) -> [(name: String, value: String)] {
    let workspace = side.workspace
    let network = side.model?.network
    let loss = side.model?.run?.loss.map { Figures.text(Double($0.value), digits: 6) }
    return [
      ("loss", loss ?? "–"), ("loss rule", workspace.objective.words),
      ("parameters", network.map { Figures.text($0.parameterCount) } ?? "–"),
      ("data", workspace.dataset?.name ?? "–"),
      ("batch", workspace.batch.map { Figures.text(shape: $0.x.shape.extents) } ?? "–"),
      ("batch number", Figures.text(workspace.batchNumber)),
      ("optimizer", workspace.optimizer.words),
      ("steps trained", Figures.text(workspace.trainedSteps)),
      ("mode", workspace.phase.rawValue), ("seed", String(workspace.seed)),
    ]
  }
}
