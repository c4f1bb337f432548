// The repository as the tests see it: its files, read as text.

import Foundation
import Testing

/// A source file.
struct SourceFile: Sendable, CustomTestStringConvertible {
  /// Relative to the repository: "Sources/Layers/Dense.swift".
  var path: String
  var text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  /// The folder below Sources or Tests.
  var module: String { String(path.split(separator: "/")[1]) }
  var name: String { String(path.split(separator: "/").last ?? "") }
  var isSwift: Bool { path.hasSuffix(".swift") }

  /// Lines without their comments, as far as a comment starts a line or follows two spaces.
  var code: [Substring] {
    lines.map { line in
      if line.drop(while: { $0 == " " }).hasPrefix("//") { return "" }
      return line.range(of: "  // ").map { line[..<$0.lowerBound] } ?? line
    }
  }

  /// "path:line: text" of every line of code in which `pattern` occurs.
  func lines(with pattern: Regex<some Any>) -> [String] {
    code.enumerated().filter { $0.element.contains(pattern) }
      .map { "\(path):\($0.offset + 1): \($0.element)" }
  }

  var testDescription: String { path }
}

enum House {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift and C file below `folder`, in the order of their paths.
  static func files(in folder: String) -> [SourceFile] {
    let paths = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
    return (paths?.compactMap { $0 as? String } ?? []).sorted()
      .filter { path in [".swift", ".c", ".h"].contains { path.hasSuffix($0) } }
      .compactMap { path in
        let url = root.appendingPathComponent("\(folder)/\(path)")
        return (try? String(contentsOf: url, encoding: .utf8)).map {
          SourceFile(path: "\(folder)/\(path)", text: $0)
        }
      }
  }

  static let sources = files(in: "Sources")
  static let tests = files(in: "Tests")
}
