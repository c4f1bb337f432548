// fathom lint: lessons looked at without being run.

import ArgumentParser
import Foundation
import Grammars
import Lessons
import Reports
import Terminals

struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Look for mistakes in lessons without running them.",
    discussion: "Ends with status 0 when there are none, 2 when there are, 3 for wrong usage.")

  @ArgumentParser.Argument(help: "Files and folders; 'lessons' when missing.")
  var paths: [String] = []

  func run() throws {
    let facts = TerminalFacts(environment: ProcessInfo.processInfo.environment)
    let host = ComputerHost(facts: facts)
    let screen = Screen(facts: facts, environment: [:])
    var count = 0
    for file in try LessonFiles.found(in: paths.isEmpty ? ["lessons"] : paths, host: host) {
      let bytes = (try? host.read(file)) ?? []
      let reading = LessonReader(isComplete: { isComplete($0) }).read(bytes: bytes)
      for mistake in reading.mistakes + LessonFiles.lint(reading.lesson) {
        screen.write(mistake.text(file: file) + "\n")
        count += 1
      }
    }
    screen.write(count == 0 ? "no mistakes\n" : "\(Figures.count(count, "mistake", "mistakes"))\n")
    if count > 0 { throw ExitCode(2) }
  }
}
