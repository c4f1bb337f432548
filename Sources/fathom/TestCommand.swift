// fathom test: lessons and notebooks replayed, every claim in them checked.

import ArgumentParser
import Commands
import Foundation
import Grammars
import Lessons
import Renderers
import Reports
import Sessions
import Synchronization
import Terminals
import Datasets

struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Replay lessons and notebooks as tests.",
    discussion: """
      Each file runs in a fresh session with its own seed, 80 columns wide. Ends with status 0 when \
      all passed, 1 when a claim failed, 2 when a lesson is malformed, 3 for wrong usage.
      """)

  @Flag(help: "Rewrite the literal lines that differ; wildcards and tolerances stay.")
  var update = false

  @Option(help: "Write a JUnit report to this file.")
  var junit: String?

  @ArgumentParser.Argument(help: "Files and folders; 'lessons' when missing.")
  var paths: [String] = []

  func run() throws {
    let facts = TerminalFacts(environment: ProcessInfo.processInfo.environment)
    let host = ComputerHost(facts: facts)
    let screen = Screen(facts: facts, environment: [:])
    let files = try LessonFiles.found(in: paths.isEmpty ? ["lessons"] : paths, host: host)
    let results = Mutex([Result?](repeating: nil, count: files.count))
    let update = update
    DispatchQueue.concurrentPerform(iterations: files.count) { index in
      let result = Self.replay(files[index], host: host, update: update)
      results.withLock { $0[index] = result }
    }
    host.eraseProgress()
    let all = results.withLock { $0 }.compactMap { $0 }
    for result in all { screen.write(result.text) }
    if let junit {
      do { try host.write([UInt8](JUnit.xml(all.map(\.suite)).utf8), to: junit) } catch {
        try? StandardOutput.error.write("fathom: \(error.message)\n")
        throw ExitCode(3)
      }
    }
    let failed = all.count { !$0.suite.isPassed }
    screen.write("\(all.count - failed) passed, \(failed) failed\n")
    if all.contains(where: \.suite.isMalformed) { throw ExitCode(2) }
    if failed > 0 { throw ExitCode(1) }
  }

  /// What came of one file.
  struct Result: Sendable {
    var suite: TestSuite
    /// What is said of it.
    var text: String
  }

  private static func replay(_ file: String, host: ComputerHost, update: Bool) -> Result {
    let bytes: [UInt8]
    do { bytes = try host.read(file) } catch {
      return .malformed(file, [LessonMistake(error.reason, at: Place(line: 1))])
    }
    let reading = LessonReader(isComplete: { isComplete($0) }).read(bytes: bytes)
    let mistakes = reading.mistakes + LessonFiles.lint(reading.lesson)
    guard mistakes.isEmpty else { return .malformed(file, mistakes) }
    let start = host.now
    var replay = Replay(
      library: library, host: host, folder: (file as NSString).deletingLastPathComponent,
      plain: { LessonFiles.plain($0) })
    var suite = TestSuite(name: file, cases: replay.run(reading.lesson))
    var remark = ""
    if update, !suite.isPassed {
      let promotion = Promotion(String(decoding: bytes, as: UTF8.self), steps: replay.steps)
      if !promotion.rewritten.isEmpty {
        do {
          try host.write([UInt8](promotion.text.utf8), to: file)
          remark = ", \(promotion.rewritten.count) lines rewritten"
          let accepted = Set(promotion.rewritten)
          for index in suite.cases.indices where accepted.contains(suite.cases[index].line) {
            suite.cases[index].outcome = .passed
          }
        } catch { remark = ", not rewritten: \(error.message)" }
      }
    }
    let seconds = Figures.text(host.now - start, digits: 2)
    let verdict = suite.isPassed ? "ok" : "FAILED"
    return Result(
      suite: suite,
      text: "\(verdict) \(file) (\(suite.cases.count) checks, \(seconds) s\(remark))\n"
        + suite.failures(file))
  }
}

extension TestCommand.Result {
  static func malformed(_ file: String, _ mistakes: [LessonMistake]) -> Self {
    Self(
      suite: TestSuite(
        name: file,
        cases: mistakes.map {
          TestCase(
            name: $0.message, line: $0.line, seconds: 0,
            outcome: .malformed(summary: $0.message, details: $0.text(file: file)))
        }),
      text: "MALFORMED \(file)\n" + mistakes.map { $0.text(file: file) + "\n" }.joined())
  }
}

extension TestSuite {
  var isPassed: Bool {
    cases.allSatisfy { if case .passed = $0.outcome { true } else { $0.outcome == .skipped } }
  }

  var isMalformed: Bool {
    cases.contains { if case .malformed = $0.outcome { true } else { false } }
  }

  /// The cases that failed, with their differences.
  fileprivate func failures(_ file: String) -> String {
    cases.map { testCase in
      guard case .failed(let summary, let details) = testCase.outcome else { return "" }
      let lines = details.split(separator: "\n").map { "    \($0)\n" }.joined()
      return "  \(file):\(testCase.line): \(testCase.name)\n    \(summary)\n\(lines)"
    }.joined()
  }
}
