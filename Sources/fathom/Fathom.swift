// The program: command line options, wired to the real world.

import Foundation
import Terminals

@main
struct Fathom {
  static let words = ["backward", "batch", "forward", "jacobian", "jacobians", "summary"]

  static func main() {
    Interrupts.install()
    let environment = ProcessInfo.processInfo.environment
    let facts = TerminalFacts(environment: environment)
    let isComplete = { (text: String) in
      text.count { $0 == "(" } <= text.count { $0 == ")" } && !text.hasSuffix("->")
    }
    let hooks = EditedLines.Hooks(
      isComplete: isComplete,
      complete: { text in
        let word = String(text.reversed().prefix { $0.isLetter }.reversed())
        return Completions(
          replacing: word.count, candidates: words.filter { $0.hasPrefix(word) })
      })
    let edited =
      facts.canEdit
      ? EditedLines(
        historyPath: environment["FATHOM_HISTORY"], hooks: hooks, isColored: facts.colors > .none)
      : nil
    var source: any LineSource =
      edited
      ?? PlainLines(isPrompting: facts.inputIsTerminal, isComplete: isComplete)
    while true {
      switch source.next(prompt: "fathom> ") {
      case .text(let text):
        edited?.add(text)
        if text == "quit" { return }
        do {
          try StandardOutput.output.write(text.isEmpty ? "" : "no command '\(text)'\n")
        } catch { exit(1) }
      case .interrupted: continue
      case .endOfFile: return
      case .failed(let reason):
        try? StandardOutput.error.write(reason + "\n")
        exit(1)
      }
    }
  }
}
