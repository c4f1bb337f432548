// How files look: one idea each, named like the idea, short, with a caption.

import Foundation
import Testing

@Suite struct FileTests {
  private static let longest = 500
  private static let seldomLonger = 300

  /// Files of more than 300 lines, each with its reason.
  private static let longFiles: [String: String] = [
    "Sources/CKernels/winograd_loops.h": "one algorithm, included once for every kind of vector"
  ]

  @Test func `no file is longer than 500 lines, and one over 300 has a reason`() {
    for file in House.sources + House.tests {
      let count = file.lines.count - 1
      #expect(count <= Self.longest, "\(file.path) has \(count) lines")
      #expect(
        count <= Self.seldomLonger || Self.longFiles[file.path] != nil,
        "\(file.path) has \(count) lines")
    }
  }

  @Test func `every file opens with a caption of one line`() {
    for file in House.sources + House.tests {
      let first = file.lines.first ?? ""
      #expect(first.hasPrefix("// ") && first.count > 10, "\(file.path): \(first)")
      #expect(first.count <= 100, "\(file.path): \(first)")
      #expect(
        file.lines.dropFirst().first.map { !$0.hasPrefix("// ") } ?? true,
        "\(file.path): the caption takes two lines")
    }
  }

  @Test func `no file is named after nothing in particular`() {
    for file in House.sources {
      for word in ["Util", "Helper", "Manager", "Base.", "Misc", "Placeholder", "placeholder"] {
        #expect(!file.name.contains(word), "\(file.path)")
      }
    }
  }
}
