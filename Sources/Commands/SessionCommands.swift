// undo, redo, cells, time, quit: commands about the session itself.

import Grammars
import Reports
import Sessions

enum Undo: SessionCommand {
  static let signature = Signature(
    "undo", .notebook, "Takes back the last statement: everything is as it was before it.",
    examples: [.init("undo", "take back", after: "data shapes")])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    let statement = try session.undo()
    return Report(
      kind: "undo", data: ["statement": .string(statement)],
      blocks: [.text(Text("taken back: ") + Text(statement, .code))])
  }
}

enum Redo: SessionCommand {
  static let signature = Signature(
    "redo", .notebook, "Does again what 'undo' took back.",
    examples: [.init("redo", "do it again", after: "data shapes; undo")])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    let statement = try session.redo()
    return Report(
      kind: "redo", data: ["statement": .string(statement)],
      blocks: [.text(Text("done again: ") + Text(statement, .code))])
  }
}

enum Cells: SessionCommand {
  static let signature = Signature(
    "cells", .notebook, "Lists the statements so far.",
    examples: [.init("cells", "the notebook", after: "data shapes; batch 8")])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    let stale = Set(session.stale.map(\.number))
    var columns: [Table.Column] = [.init("cell"), .init("statement", .left)]
    if !stale.isEmpty { columns.append(.init("", .left)) }
    let rows = session.cells.map { cell -> [Table.Cell] in
      [.integer(cell.number), .words(cell.statement, .code)]
        + (stale.isEmpty ? [] : [.words(stale.contains(cell.number) ? "stale" : "", .bad)])
    }
    return Report(
      kind: "cells",
      data: [
        "cells": .list(
          session.cells.map {
            [
              "cell": .integer($0.number), "statement": .string($0.statement),
              "stale": .boolean(stale.contains($0.number)),
            ]
          })
      ],
      blocks: rows.isEmpty ? [.text("no cells yet")] : [.table(Table(columns: columns, rows: rows))]
    )
  }
}

enum Quit: SessionCommand {
  static let signature = Signature(
    "quit", .other, "Ends the session.", examples: [.init("quit", "good-bye")])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    session.isOver = true
    return Report(kind: "quit")
  }
}

enum Time: SessionCommand {
  static let signature = Signature(
    "time", .other, "Runs a statement and tells how long it took.",
    operands: [.init("statement", .statement, "any statement")],
    examples: [
      .init("time forward", "how fast?", after: "data shapes; batch 8; net = stack(3, 4)")
    ])

  static var runsItsStatement: Bool { true }

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    guard let statement = call.statement.first else {
      throw Problem(.wrongArgument, "time needs a statement", hint: "try: time forward")
    }
    let start = session.context.host.now
    var report = try session.evaluate(statement)
    let seconds = session.context.host.now - start
    report.blocks.append(.text(Text("took \(Figures.text(1000 * seconds, digits: 3)) ms", .faint)))
    return Report(
      kind: "time",
      data: ["seconds": .number(seconds), "kind": .string(report.kind), "report": report.data],
      blocks: report.blocks)
  }
}
