// theory as it is typed: how laws are spelled, and what they say of a live model.

import Grammars
import Reports
import Sessions
import Testing

@Suite struct TheoryTests {
  @Test func `a law answers to its name, with hyphens too, and to its number`() throws {
    let sizes = "width=20 depth=2 samples=4"
    let expected = try report("theory he_relu \(sizes)")
    #expect(expected.data["law"] == .string("he_relu"))
    for spelling in ["he-relu", "1", "\"he-relu\"", "He_ReLU"] {
      #expect(try report("theory \(spelling) \(sizes)") == expected, "\(spelling)")
    }
  }

  @Test func `the laws complete`() {
    let found = complete("theory shattering_r", in: sitting().vocabulary).candidates.map(\.text)
    #expect(found == ["shattering_residual", "shattering_residual_bn"])
  }

  private func report(_ line: String, after start: String = "") throws -> Report {
    var session = sitting()
    #expect(session.submit(start).troubles == [])
    let cell = try #require(session.submit(line).first)
    guard case .report(let report) = cell.outcome else {
      Issue.record("\(cell.trouble ?? line)")
      return Report(kind: "")
    }
    return report
  }
}
