// What the README shows works as it stands.

import Foundation
import Sessions
import Testing

@Suite struct ReadmeTests {
  /// The statements of each block of the README, in order.
  private func blocks() throws -> [[String]] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    return text.components(separatedBy: "```fathom\n").dropFirst().map { block in
      block.components(separatedBy: "```")[0].split(separator: "\n").map { line in
        String(line.trimmingPrefix("fathom> "))
      }
    }
  }

  @Test func `every session of the README runs`() throws {
    let blocks = try blocks()
    #expect(blocks.count >= 3)
    for block in blocks {
      var session = sitting()
      for statement in block {
        for cell in session.submit(statement) {
          #expect(cell.trouble == nil, "\(statement)")
        }
      }
    }
  }
}
