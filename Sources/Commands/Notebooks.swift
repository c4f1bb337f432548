// open, rerun, verify: notebooks run again, and what came of it.

import Grammars
import Lessons
import Reports
import Sessions

enum Open: SessionCommand {
  static let signature = Signature(
    "open", .notebook, "Runs a notebook or lesson in a fresh workspace; undo comes back.",
    discussion: """
      Its statements see only the notebook's folder and ../datasets, and write only into a scratch \
      folder in memory.
      """,
    operands: [.init("file", .file, "\"F.md\"")],
    options: [.init("show", .boolean, "only show it, run nothing (false)")],
    examples: [
      .init(
        "open \"walk.md\"", "go on where you were",
        after: "data shapes; batch 8; save \"walk.md\"")
    ])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    guard let file = try call.word("file") else {
      throw Problem(.wrongArgument, "open needs a file")
    }
    try session.refuseInsideLesson("open")
    let shelved: ShelvedLesson
    do { shelved = try session.context.readLesson(file.text) } catch { throw error.at(file.place) }
    if try call.flag("show", session.workspace, session.context) == true {
      return report(shelved, cells: 0, blocks: shelved.lesson.parts.flatMap(\.blocks))
    }
    var other = session.fresh
    var blocks: [Block] = []
    try other.perform(shelved) { cell in
      blocks.append(.text(Text("fathom> " + cell.statement, .code)))
      if case .report(let report) = cell.outcome { blocks += report.blocks }
    }
    session.go(to: other.snapshot, by: "open \"\(file.text)\"")
    return report(shelved, cells: other.cells.count, blocks: blocks)
  }

  private static func report(_ shelved: ShelvedLesson, cells: Int, blocks: [Block]) -> Report {
    Report(
      kind: "open", data: ["file": .string(shelved.path), "cells": .integer(cells)],
      blocks: blocks)
  }
}

enum Rerun: SessionCommand {
  static let signature = Signature(
    "rerun", .notebook, "Runs the cells anew, and tells which gave something else.",
    discussion: """
      All of them, in a fresh workspace; after 'edit' those from the edited cell on.
      """,
    examples: [.init("rerun", "still the same?", after: "data shapes; batch 8")])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    try session.refuseInsideLesson("rerun")
    let (snapshot, count, changed) = try session.rerun()
    session.go(to: snapshot, by: "rerun")
    let verdict: Text =
      changed.isEmpty
      ? Text("all as before", .good) : Text("\(changed.count) gave something else:", .bad)
    return Report(
      kind: "rerun",
      data: [
        "cells": .integer(count), "changed": .list(changed.map { .integer($0.number) }),
      ],
      blocks: [.text(Text(Figures.count(count, "cell", "cells") + " run anew: ") + verdict)]
        + changed.map { .text(Text("  \($0.number)  ") + Text($0.statement, .code)) })
  }
}

enum Edit: SessionCommand {
  static let signature = Signature(
    "edit", .notebook, "Writes another statement into a cell; it and what follows become stale.",
    discussion: """
      Nothing is run. 'cells' shows which cells are stale: what they printed came of the old \
      statement. 'rerun' brings them up to date, 'undo' takes the change back.
      """,
    operands: [
      .init("cell", .integer, "its number in 'cells'"),
      .init("statement", .statement, "what shall stand there"),
    ],
    examples: [
      .init(
        "edit 2 batch 16", "another batch size", after: "data shapes; batch 8; net = stack(3, 4)")
    ])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    guard let number = try call.integer("cell", session.workspace, session.context),
      let statement = call.statement.first
    else { throw Problem(.wrongArgument, "edit needs a cell's number and a statement") }
    try session.refuseInsideLesson("edit")
    do { try session.edit(number, statement) } catch { throw error.at(call["cell"]?.place) }
    let stale = session.stale.map(\.number)
    return Report(
      kind: "edit",
      data: [
        "cell": .integer(number), "statement": .string(statement.source),
        "stale": .list(stale.map { .integer($0) }),
      ],
      blocks: [
        .text(
          Text("stale until 'rerun': ")
            + Text(Figures.count(stale.count, "cell", "cells"), .strong)
            + Text(" (" + stale.map(String.init).joined(separator: ", ") + ")"))
      ])
  }
}

enum Verify: SessionCommand {
  static let signature = Signature(
    "verify", .notebook, "Replays a notebook aside, and tells whether it prints what it holds.",
    discussion: """
      Bit-identical: every line is as written. Within tolerance: every number agrees as far as it is \
      written. Else: the first line that diverged, and by how much.
      """,
    operands: [.init("file", .file, "\"F.md\"")],
    examples: [
      .init(
        "verify \"walk.md\"", "does it still hold?",
        after: "data shapes; batch 8; save \"walk.md\"")
    ])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    guard let file = try call.word("file") else {
      throw Problem(.wrongArgument, "verify needs a file")
    }
    try session.refuseInsideLesson("verify")
    let context = session.context
    let shelved: ShelvedLesson
    do { shelved = try context.readLesson(file.text) } catch { throw error.at(file.place) }
    var replay = Replay(
      library: context.library, host: context.host, folder: shelved.folder, plain: context.plain)
    let cases = replay.run(shelved.lesson)
    try context.host.checkCancelled()
    for testCase in cases {
      guard case .failed(let summary, let details) = testCase.outcome else { continue }
      return Report(
        kind: "verify",
        data: [
          "file": .string(file.text), "verdict": "diverged", "line": .integer(testCase.line),
          "summary": .string(summary),
        ],
        blocks: [
          .text(
            Text("diverged", .bad) + Text(" in line \(testCase.line), ")
              + Text(testCase.name, .code)),
          .text(Text(summary)),
        ] + (details.isEmpty ? [] : [.verbatim(details)]))
    }
    let isIdentical = replay.steps.allSatisfy { $0.step.isWord(for: $0.printed) }
    let claims = Figures.count(cases.count, "statement", "statements")
    return Report(
      kind: "verify",
      data: [
        "file": .string(file.text),
        "verdict": .string(isIdentical ? "bit-identical" : "within tolerance"),
        "claims": .integer(cases.count),
      ],
      blocks: [
        .text(
          Text(isIdentical ? "bit-identical" : "within tolerance", .good)
            + Text(": \(claims) printed what \(file.text) holds"))
      ])
  }
}

extension TypedLine {
  /// Whether exactly this was printed, spaces aside; of a line that expects nothing it is.
  fileprivate func isWord(for printed: Printed) -> Bool {
    func words(_ lines: [String]) -> [[Substring]] {
      lines.map { $0.split(whereSeparator: \.isWhitespace) }.filter { !$0.isEmpty }
    }
    return expected.isEmpty || words(expected.map(\.text)) == words(printed.lines)
  }
}

extension Lesson.Part {
  /// The part as it stands in the file, for reading.
  fileprivate var blocks: [Block] {
    switch self {
    case .prose(let prose): prose.blocks
    case .transcript(let transcript): transcript.steps.flatMap(\.blocks)
    case .prediction(let prediction):
      [.text(Prose.words(of: prediction.ask.text))] + prediction.steps.flatMap(\.blocks)
    case .exercise(let exercise): [.text(Prose.words(of: exercise.goal.text))]
    case .quiz(let quiz): [.text(Prose.words(of: quiz.ask.text))]
    }
  }
}

extension TypedLine {
  fileprivate var blocks: [Block] {
    [.text(Text("fathom> " + statement.text, .code))]
      + (expected.isEmpty ? [] : [.verbatim(expected.map(\.text).joined(separator: "\n"))])
  }
}
