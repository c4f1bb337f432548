// The one loop: lines in, reports out, until the learner leaves.

import ArgumentParser
import Commands
import Foundation
import Grammars
import Reports
import Sessions
import Terminals

/// A session at the terminal.
struct Prompt {
  let facts: TerminalFacts
  private let environment = ProcessInfo.processInfo.environment
  private let prompt = "fathom> "

  init(facts: TerminalFacts) { self.facts = facts }

  /// Reads and runs lines until the end of the input or `quit`.
  ///
  /// - Parameter opening: a statement to begin with; if it fails, so does the program.
  func run(beginningWith opening: String? = nil) throws {
    let host = ComputerHost(facts: facts)
    let screen = Screen(facts: facts, environment: environment, isPrompt: true)
    let sitting = Sitting(
      Session(
        library: library, host: host, plain: { LessonFiles.plain($0) },
        shelf: UserFiles(environment).shelf))
    let editor =
      facts.canEdit
      ? EditedLines(
        historyPath: UserFiles(environment).history, hooks: sitting.hooks,
        isColored: facts.colors > .none)
      : nil
    var source: any LineSource =
      editor ?? PlainLines(isPrompting: facts.inputIsTerminal, isComplete: { isComplete($0) })
    if facts.inputIsTerminal {
      screen.write("fathom \(Fathom.version)   help explains, undo takes back, Ctrl-D leaves\n")
    }

    /// Runs a line. - Returns: whether all of it succeeded.
    func submit(_ text: String, isOnScreen: Bool) -> Bool {
      var isAllRight = true
      sitting.session.submit(text) { cell, settings in
        host.eraseProgress()
        isAllRight = isAllRight && cell.isOK
        screen.show(
          cell, settings: settings, promptWidth: isOnScreen ? prompt.count + cell.offset : nil)
      }
      host.eraseProgress()
      Interrupts.clear()
      return isAllRight
    }

    if let opening, !submit(opening, isOnScreen: false) { throw ExitCode(1) }
    while !sitting.session.isOver {
      switch source.next(prompt: prompt) {
      case .text(let text):
        let isEmpty = text.allSatisfy(\.isWhitespace)
        guard let statement = isEmpty ? sitting.session.repeatable : text else { continue }
        if !isEmpty { editor?.add(text) }
        _ = submit(statement, isOnScreen: !isEmpty && !text.contains("\n") && facts.inputIsTerminal)
      case .interrupted: continue
      case .endOfFile:
        screen.write(facts.canEdit || !facts.inputIsTerminal ? "" : "\n")
        return
      case .failed(let reason):
        try? StandardOutput.error.write("fathom: \(reason)\n")
        throw ExitCode(1)
      }
    }
  }
}
