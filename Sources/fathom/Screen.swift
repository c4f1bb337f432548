// Cells as text on this terminal, or in this pipe.

import Foundation
import Renderers
import Reports
import Sessions
import Terminals

/// Writes what came of a statement, for the terminal at hand.
struct Screen {
  let facts: TerminalFacts
  let environment: [String: String]
  /// Whether a person sits at the prompt, who gets remarks besides results.
  var isPrompt = false

  /// - Parameter promptWidth: how far the statement stands from the left edge, when it is on the
  ///   screen already.
  func show(_ cell: Cell, settings: Settings, promptWidth: Int?) {
    let renderer = renderer(settings)
    switch cell.outcome {
    case .report(let report):
      write(renderer.render(isPrompt ? report.blocks + report.asides : report.blocks))
    case .problem(let problem):
      write(renderer.render(problem, line: cell.statement, promptWidth: promptWidth))
    }
  }

  func renderer(_ settings: Settings) -> TerminalRenderer {
    let columns = facts.outputIsTerminal ? TerminalFacts.size(environment: environment).columns : 80
    let color: TerminalRenderer.Color =
      switch facts.colors {
      case .none: .none
      case .sixteen, .palette: .ansi256
      case .full: .trueColor
      }
    return TerminalRenderer(
      width: settings.width > 0 ? settings.width : columns, color: color,
      glyphs: facts.isUnicode ? .unicode : .ascii,
      described: settings.describes || environment["ACCESSIBLE"] == "1")
  }

  /// Writes to standard output. When nobody reads it any more the program ends quietly; when the
  /// disk is full it says so.
  func write(_ text: String) {
    do { try StandardOutput.output.write(text) } catch {
      switch error {
      case .closed: break
      case .full: try? StandardOutput.error.write("fathom: the output's disk is full\n")
      case .other(let reason): try? StandardOutput.error.write("fathom: \(reason)\n")
      }
      Foundation.exit(1)
    }
  }
}
