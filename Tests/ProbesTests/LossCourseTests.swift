// What courses of losses are taken for.

import Probes
import Testing

@Suite struct LossCourseTests {
  /// Courses that say what they are.
  static let courses: [(rule: String, losses: [Double])] = [
    ("still-falling", [8, 7, 6, 5, 4, 3, 2, 1.5, 1, 0.8]),
    ("stalled", [8, 6, 4, 2, 1, 1, 1, 1, 1, 1]),
    ("loss-flat", [2.3, 2.31, 2.3, 2.29, 2.3, 2.3, 2.31, 2.3, 2.3]),
    ("learning-rate-too-high", [2, 3, 9, 4, 2, 7, 5, 3, 2, 8]),
  ]

  @Test(arguments: courses)
  func `a course is taken for what it is`(rule: String, losses: [Double]) {
    #expect(LossCourse(losses: losses, floor: 0).finding(rate: 0.1)?.rule == rule)
  }

  @Test func `a loss above its best is not called falling`() throws {
    // A quarter before the end it was at 2, and on the way to 1.2 it has been at 1.
    let losses = [8, 7, 6, 5, 4, 3, 2, 1.5, 1, 1.2]
    let finding = try #require(LossCourse(losses: losses, floor: 0).finding(rate: 0.1))
    #expect(finding.rule == "stalled")
    #expect(finding.evidence.contains("1 at best, 1.2 after 9 steps"))
  }

  @Test func `the entropy of the targets is no loss that could fall`() {
    let losses = [3, 2.5, 2.2, 2.05, 2.02, 2.01, 2.01, 2.005, 2.004]
    #expect(LossCourse(losses: losses, floor: 2).finding(rate: 0.1)?.rule == "still-falling")
    #expect(LossCourse(losses: losses, floor: 0).finding(rate: 0.1)?.rule == "stalled")
  }

  @Test func `a few losses tell nothing`() {
    #expect(LossCourse(losses: [3, 2, 1], floor: 0).finding(rate: 0.1) == nil)
  }
}
