// PyTorch in a process of its own, asked one case after the other.

import ArgumentParser
import Foundation

/// The peer's script prepares a case on "prepare NAME" and answers with the way it takes or "-", and
/// on "measure" answers with a number.
final class Peer {
  private let process = Process()
  private let questions = Pipe()
  private let answers = Pipe()
  private var rest = Data()

  init(python: String, script: String, compiles: Bool, threads: Int) throws {
    guard FileManager.default.fileExists(atPath: script) else {
      throw ValidationError("\(script) is not there; name it with --script")
    }
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [python, "-W", "ignore", script, "--threads", "\(threads)"] + (compiles ? ["--compile"] : [])
    process.standardInput = questions
    process.standardOutput = answers
    try process.run()
  }

  deinit {
    try? questions.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// The peer's way of doing `name`, or nil where it has none.
  func prepare(_ name: String) throws -> String? {
    let answer = try ask("prepare \(name)")
    return answer == "-" ? nil : answer
  }

  /// One measurement of what was prepared last.
  func measure() throws -> Double? { Double(try ask("measure")) }

  private func ask(_ question: String) throws -> String {
    try questions.fileHandleForWriting.write(contentsOf: Data((question + "\n").utf8))
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: rest[..<end], as: UTF8.self)
        rest = rest[(end + 1)...]
        return line
      }
      let more = answers.fileHandleForReading.availableData
      guard !more.isEmpty else { throw ValidationError("the peer has ended") }
      rest += more
    }
  }
}
