// The program: command line options, wired to the real world.

import ArgumentParser
import Foundation
import Terminals

/// `fathom` alone is the prompt; `run` plays a file; `check` asks whether a model can learn.
@main
struct Fathom: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "fathom",
    abstract: "A laboratory for deep networks: build layers, step through both passes, measure.",
    discussion:
      "Without a subcommand fathom opens its prompt; 'help' there lists what can be typed.",
    version: version,
    subcommands: [
      PromptCommand.self, PlayCommand.self, RunCommand.self, CheckCommand.self, TestCommand.self,
      LintCommand.self,
    ],
    defaultSubcommand: PromptCommand.self)

  /// Wrong usage ends with status 2; of `test` and `lint`, where 2 is a malformed lesson, with 3.
  static func main() {
    Interrupts.install()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let code = exitCode(for: error)
      if code == .validationFailure {
        try? StandardOutput.error.write(fullMessage(for: error) + "\n")
        let isAboutLessons = ["test", "lint"].contains(CommandLine.arguments.dropFirst().first)
        Foundation.exit(isAboutLessons ? 3 : 2)
      }
      exit(withError: error)
    }
  }
}
