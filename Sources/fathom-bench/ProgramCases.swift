// What a learner waits for at the prompt.

import ArgumentParser
import Foundation
import Renderers
import Reports
import Sessions

let programCases = [line, start]

/// Reading, evaluating and rendering a line.
private let line = Case(name: "line of arithmetic") {
  let session = try session("a = 3; b = 4")
  let renderer = TerminalRenderer(width: 80, color: .none, glyphs: .unicode)
  return .timed {
    var session = session
    for cell in session.submit("sqrt(a * a + b * b) / 2") {
      if case .report(let report) = cell.outcome { _ = renderer.render(report.blocks) }
    }
  }
}

/// The whole program: a script of one line, from the call to the end of its output.
private let start = Case(name: "start") {
  let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("fathom").path
  guard FileManager.default.isExecutableFile(atPath: program) else {
    throw ValidationError("\(program) is not there: swift build -c release --product fathom")
  }
  let script = FileManager.default.temporaryDirectory
    .appendingPathComponent("fathom-bench-\(ProcessInfo.processInfo.processIdentifier).fathom")
  try Data("1 + 1\n".utf8).write(to: script)
  return .measured { try Child.output(program, ["run", script.path]).seconds }
}
