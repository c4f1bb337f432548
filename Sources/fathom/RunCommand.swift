// fathom run: a file or standard input as a script.

import ArgumentParser
import Commands
import Foundation
import Grammars
import Renderers
import Reports
import Sessions
import Terminals
import Datasets

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a file of statements, or standard input.",
    discussion:
      "Ends with status 0 when every statement succeeded, 1 when one failed, 2 for wrong usage.")

  @Flag(help: "Print one JSON object a statement.")
  var json = false

  @Flag(help: "Go on after a statement that failed (and still end with 1).")
  var keepGoing = false

  @ArgumentParser.Argument(help: "The file; standard input when missing or '-'.")
  var file: String?

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let facts = TerminalFacts(environment: environment)
    let host = ComputerHost(facts: facts)
    let screen = Screen(facts: facts, environment: environment)
    let text = try contents(host)
    var session = Session(
      library: library, host: host, plain: { LessonFiles.plain($0) },
      shelf: Shelf(folders: UserFiles(environment).shelf.folders))
    var isAllRight = true
    for chunk in Self.chunks(of: text) {
      session.submit(chunk, keepsGoing: keepGoing) { cell, settings in
        host.eraseProgress()
        isAllRight = isAllRight && cell.isOK
        if json {
          screen.write(Self.line(of: cell) + "\n")
        } else {
          screen.show(cell, settings: settings, promptWidth: nil)
        }
      }
      host.eraseProgress()
      if session.isOver || (!isAllRight && !keepGoing) { break }
    }
    if !isAllRight { throw ExitCode(1) }
  }

  static func line(of cell: Cell) -> String {
    switch cell.outcome {
    case .report(let report):
      JSONRenderer().render(report, cell: cell.number, statement: cell.statement)
    case .problem(let problem):
      JSONRenderer().render(problem, cell: cell.number, statement: cell.statement)
    }
  }

  private func contents(_ host: ComputerHost) throws -> String {
    let bytes: [UInt8]
    if let file, file != "-" {
      do { bytes = try host.read(file) } catch {
        try? StandardOutput.error.write("fathom: \(error.path): \(error.reason)\n")
        throw ExitCode(2)
      }
    } else {
      bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      try? StandardOutput.error.write("fathom: \(file ?? "standard input") is not UTF-8 text\n")
      throw ExitCode(2)
    }
    return text
  }

  /// The text cut where statements end, so that a mistake in one does not hide the ones before. A
  /// line whose bracket is never closed stands alone, so that it does not swallow the ones after.
  static func chunks(of text: String) -> [String] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var chunks: [String] = []
    var start = 0
    while start < lines.count {
      // A statement of more than a thousand lines is a bracket that was forgotten.
      let ends = start..<min(lines.count, start + 1000)
      var chunk = String(lines[start])
      var end = start
      while !isComplete(chunk), end + 1 < ends.upperBound {
        end += 1
        chunk += "\n" + lines[end]
      }
      if !isComplete(chunk) { (chunk, end) = (String(lines[start]), start) }
      chunks.append(chunk)
      start = end + 1
    }
    return chunks.filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
