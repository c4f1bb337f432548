// The program run to its end with pipes for its streams.

import Foundation

/// What is left of a run of the program.
struct FinishedProgram {
  var status: Int32
  var output: String
  var error: String

  /// Runs `fathom` with `arguments`, `input` at its standard input.
  init(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: programPath)
    process.arguments = arguments
    process.environment = ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/tmp"]
      .merging(environment) { $1 }
    let folder = try TemporaryFolder()
    let inputPath = try folder.file("input", input)
    let (output, error) = (try folder.file("output", ""), try folder.file("error", ""))
    process.standardInput = FileHandle(forReadingAtPath: inputPath)
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: error)
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    self.output = try String(contentsOfFile: output, encoding: .utf8)
    self.error = try String(contentsOfFile: error, encoding: .utf8)
  }

  /// The lines of the output.
  var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// A folder that is gone with its owner.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "fathom-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a new file with this text.
  func file(_ name: String, _ text: String) throws -> String {
    let path = path + "/" + name
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    return path
  }
}
