// branch: the present state under a name, and back to it.

import Grammars
import Reports
import Sessions

enum BranchCommand: SessionCommand {
  static let signature = Signature(
    "branch", .notebook, "Keeps the present state under a new name, or goes to a known one.",
    discussion: """
      A branch holds models, data, variables and cells. Without a name the branches are listed. \
      Going to a branch leaves the present state, which 'undo' brings back.
      """,
    operands: [.init("name", .word, "its name; lists them if missing", optional: true)],
    options: [.init("replace", .boolean, "keep the present state under a known name (false)")],
    examples: [
      .init("branch before", "keep this state", after: "data shapes; net = stack(3, 4)"),
      .init("branch", "list them", after: "x = 1; branch before; x = 2"),
      .init("branch before", "go back there", after: "x = 1; branch before; x = 2"),
    ])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    guard let name = try call.word("name")?.text else { return list(session.branches) }
    let replaces = try call.flag("replace", session.workspace, session.context) ?? false
    let words: String
    if let branch = session.branch(named: name), !replaces {
      session.go(to: branch.snapshot, by: "branch \(name)")
      words = "now at \(name): " + branch.contents
    } else {
      session.keep(as: name)
      words = "kept as \(name): " + (session.branch(named: name)?.contents ?? "")
    }
    return Report(kind: "branch", data: ["name": .string(name)], blocks: [.text(Text(words))])
  }

  private static func list(_ branches: [Branch]) -> Report {
    Report(
      kind: "branches",
      data: ["branches": .list(branches.map { .string($0.name) })],
      blocks: branches.isEmpty
        ? [.text("no branches yet; branch NAME keeps the present state")]
        : [
          .table(
            Table(
              columns: [
                .init("branch", .left), .init("cells"), .init("models", .left),
                .init("last statement", .left),
              ],
              rows: branches.map { branch in
                [
                  .words(branch.name, .strong), .integer(branch.snapshot.cells.count),
                  .words(branch.snapshot.workspace.models.map(\.name).joined(separator: ", ")),
                  .words(branch.snapshot.cells.last?.statement ?? "", .code),
                ]
              }))
        ])
  }
}

extension Branch {
  fileprivate var contents: String {
    Figures.count(snapshot.cells.count, "cell", "cells") + ", "
      + Figures.count(snapshot.workspace.models.count, "model", "models")
  }
}
