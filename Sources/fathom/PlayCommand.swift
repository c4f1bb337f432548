// fathom play: the prompt with a lesson already begun.

import ArgumentParser
import Foundation
import Terminals

struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play", abstract: "Play a lesson, from where you left it.",
    discussion: """
      Lessons are looked for in the folder FATHOM_LESSONS, in 'lessons' here, and beside the \
      program. Without a terminal the lines of the input are what is typed. Ends with status 1 when \
      the lesson cannot be played, 2 for wrong usage.
      """)

  @ArgumentParser.Argument(help: "Its name or number, or a file; 'lessons' lists them.")
  var name: String

  func run() throws {
    let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let facts = TerminalFacts(environment: ProcessInfo.processInfo.environment)
    try Prompt(facts: facts).run(beginningWith: "lesson \"\(quoted)\"")
  }
}
