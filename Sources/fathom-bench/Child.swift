// Other processes, waited for.

import ArgumentParser
import Foundation

enum Child {
  /// What `program` writes, and how long it takes to have written it.
  static func output(
    _ program: String, _ arguments: [String]
  ) throws -> (text: String, seconds: Double) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    let start = ProcessInfo.processInfo.systemUptime
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    let seconds = ProcessInfo.processInfo.systemUptime - start
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ValidationError("\(program) \(arguments.joined(separator: " ")) has failed")
    }
    return (String(decoding: data, as: UTF8.self), seconds)
  }

  /// The number that `program` writes.
  static func number(_ program: String, _ arguments: [String]) throws -> Double {
    let text = try output(program, arguments).text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard let number = Double(text) else { throw ValidationError("\(program) wrote '\(text)'") }
    return number
  }
}
