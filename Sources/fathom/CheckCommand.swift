// fathom check: can this model learn one batch of this data by heart?

import ArgumentParser
import Commands
import Foundation
import Renderers
import Reports
import Sessions
import Terminals

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Ask whether a model can overfit one batch.",
    discussion: """
      Ends with status 0 when the loss falls below the target, 1 when it does not (and says why), \
      2 for wrong usage.
      Example: fathom check 'vgg(8, norm=batch)' --data shapes --batch 32
      """)

  @ArgumentParser.Argument(help: "The model, in fathom's notation.")
  var model: String

  @Option(help: "The data: shapes, digits, spirals, or a path.")
  var data: String

  @Option(help: "Examples in the batch.")
  var batch = 32

  @Option(help: "Most updates.")
  var steps = 200

  @Option(help: "The loss to get below.")
  var target = 0.01

  @Option(help: "Learning rate. (default: 0.003)")
  var rate: Double?

  @Option(help: "The seed of all random numbers.")
  var seed = 0

  @Flag(help: "Print one JSON object a statement.")
  var json = false

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let facts = TerminalFacts(environment: environment)
    let host = ComputerHost(facts: facts)
    let screen = Screen(facts: facts, environment: environment)
    let isName = data.allSatisfy { $0.isLetter || $0.isNumber } && !host.isFolder(data)
    let source =
      isName ? data : "\"\(data.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    var session = Session(library: library, host: host, plain: { LessonFiles.plain($0) })
    var reached = false
    for statement in [
      "seed \(seed)", "data \(source)", "batch \(batch)", "model = \(model)",
      "overfit steps=\(steps) target=\(target)" + (rate.map { " rate=\($0)" } ?? ""),
    ] {
      var failed = false
      session.submit(statement) { cell, settings in
        host.eraseProgress()
        failed = failed || !cell.isOK
        if json {
          screen.write(RunCommand.line(of: cell) + "\n")
        } else if statement.hasPrefix("overfit") || failed {
          screen.show(cell, settings: settings, promptWidth: nil)
        }
        if case .report(let report) = cell.outcome, report.data["reached"] == .boolean(true) {
          reached = true
        }
      }
      if failed { throw ExitCode(2) }
    }
    if !reached { throw ExitCode(1) }
  }
}
