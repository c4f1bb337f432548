// The prompt: lines in, reports out, until the learner leaves.

import ArgumentParser
import Commands
import Foundation
import Grammars
import Reports
import Sessions
import Terminals
import Datasets

struct PromptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompt", abstract: "Open the prompt (the default).")

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let facts = TerminalFacts(environment: environment)
    // Without a terminal at the input there is nobody to prompt: play the input as a script.
    if !facts.inputIsTerminal { return try RunCommand.parse([]).run() }
    let host = ComputerHost(facts: facts)
    let screen = Screen(facts: facts, environment: environment, isPrompt: true)
    let sitting = Sitting(Session(library: library, host: host, plain: { LessonFiles.plain($0) }))
    let editor =
      facts.canEdit
      ? EditedLines(
        historyPath: historyPath(environment), hooks: sitting.hooks, isColored: facts.colors > .none
      )
      : nil
    var source: any LineSource =
      editor ?? PlainLines(isPrompting: true, isComplete: { isComplete($0) })
    screen.write("fathom \(Fathom.version)   help explains, undo takes back, Ctrl-D leaves\n")
    let prompt = "fathom> "
    while !sitting.session.isOver {
      switch source.next(prompt: prompt) {
      case .text(let text):
        let isEmpty = text.allSatisfy(\.isWhitespace)
        guard let statement = isEmpty ? sitting.session.repeatable : text else { continue }
        if !isEmpty { editor?.add(text) }
        sitting.session.submit(statement) { cell, settings in
          host.eraseProgress()
          screen.show(
            cell, settings: settings,
            promptWidth: isEmpty || text.contains("\n") ? nil : prompt.count + cell.offset)
        }
        host.eraseProgress()
        Interrupts.clear()
      case .interrupted: continue
      case .endOfFile:
        screen.write(facts.canEdit ? "" : "\n")
        return
      case .failed(let reason):
        try? StandardOutput.error.write("fathom: \(reason)\n")
        throw ExitCode(1)
      }
    }
  }

  /// Where earlier lines are kept, in the user's state folder.
  private func historyPath(_ environment: [String: String]) -> String? {
    if let path = environment["FATHOM_HISTORY"] { return path.isEmpty ? nil : path }
    let state =
      environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
      ?? environment["HOME"].map { $0 + "/.local/state" }
    guard let folder = state.map({ $0 + "/fathom" }) else { return nil }
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder + "/history.jsonl"
  }
}

/// The session that the editor's hooks look into while a line is typed.
final class Sitting {
  var session: Session

  init(_ session: Session) { self.session = session }

  var hooks: EditedLines.Hooks {
    EditedLines.Hooks(
      isComplete: { isComplete($0) },
      complete: { [self] text in
        let completion = complete(text, in: session.vocabulary)
        let length = completion.range.count
        if let prefix = completion.filePrefix {
          return Completions(
            replacing: length, candidates: files(beginningWith: prefix), suffix: "\"")
        }
        return Completions(replacing: length, candidates: completion.candidates.map(\.text))
      }, hint: { _ in nil })
  }

  /// Paths that begin with `prefix`; folders end in a slash.
  private func files(beginningWith prefix: String) -> [String] {
    let slash = prefix.lastIndex(of: "/")
    let folder = slash.map { String(prefix[...$0]) } ?? ""
    let start = slash.map { String(prefix[prefix.index(after: $0)...]) } ?? prefix
    let host = session.context.host
    let names = (try? host.list(folder.isEmpty ? "." : folder)) ?? []
    return names.filter { $0.hasPrefix(start) && (start.hasPrefix(".") || !$0.hasPrefix(".")) }
      .map { folder + $0 + (host.isFolder(folder + $0) ? "/" : "") }
  }
}
