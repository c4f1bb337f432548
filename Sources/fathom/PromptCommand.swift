// fathom prompt: a session at the terminal.

import ArgumentParser
import Foundation
import Terminals

struct PromptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prompt", abstract: "Open the prompt (the default).")

  func run() throws {
    let facts = TerminalFacts(environment: ProcessInfo.processInfo.environment)
    // Without a terminal at the input there is nobody to prompt: play the input as a script.
    if !facts.inputIsTerminal { return try RunCommand.parse([]).run() }
    try Prompt(facts: facts).run()
  }
}
