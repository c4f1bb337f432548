// Every example in every signature, and what undo and redo make of it.

import Commands
import Grammars
import Reports
import Sessions
import Testing

/// An example of a command, as `help` shows it.
struct SignatureExample: Sendable, CustomTestStringConvertible {
  var verb: String
  var setup: String
  var line: String

  var testDescription: String { line }
}

let signatureExamples = library.commands.flatMap { command in
  command.signature.examples.map {
    SignatureExample(verb: command.signature.verb, setup: $0.setup, line: $0.line)
  }
}

extension Cell {
  /// What went wrong, in one line; nil when all is well.
  var trouble: String? {
    guard case .problem(let problem) = outcome else { return nil }
    return "\(statement): \(problem.message)"
  }
}

extension [Cell] {
  /// Everything that went wrong.
  var troubles: [String] { compactMap(\.trouble) }
}

@Suite struct ExampleTests {
  @Test(arguments: signatureExamples)
  func `every example works as it stands, and undo and redo go there and back`(
    example: SignatureExample
  ) throws {
    var session = sitting()
    for cell in session.submit(example.setup) { #expect(cell.trouble == nil) }
    let before = session
    let cells = session.submit(example.line)
    #expect(cells.count == 1)
    for cell in cells { #expect(cell.trouble == nil) }
    let after = session
    guard session.past.count > before.past.count else { return }
    #expect(session.submit("undo").troubles == [])
    #expect(session.workspace == before.workspace)
    #expect(session.cells == before.cells)
    #expect(session.submit("redo").troubles == [])
    #expect(session.workspace == after.workspace)
    #expect(session.cells == after.cells)
  }

  @Test(arguments: signatureExamples)
  func `an example that is interrupted leaves everything as it was`(
    example: SignatureExample
  ) throws {
    for polls in [0, 1, 2, 5, 20] {
      let host = MemoryHost()
      var session = sitting(host)
      session.submit(example.setup)
      let before = session
      host.interrupt(after: polls)
      let cells = session.submit(example.line)
      guard let trouble = cells.last, case .problem(let problem) = trouble.outcome else { return }
      #expect(problem.kind == .interrupted)
      #expect(session.workspace == before.workspace)
      #expect(session.cells == before.cells)
      host.interrupt(after: nil)
      for cell in session.submit(example.line) { #expect(cell.trouble == nil) }
    }
  }
}
