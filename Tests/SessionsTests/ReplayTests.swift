// A lesson that claims something untrue fails, and says why.

import Commands
import Lessons
import Sessions
import Testing

@Suite struct ReplayTests {
  /// What replaying the small lesson with one change says: name and reason of each failed case.
  private func failures(replacing old: String, by new: String) throws -> [String] {
    let host = classroom(smallLesson.replacing(old, with: new))
    let shelved = try seat(in: host).context.readLesson(smallLessonPath)
    var replay = Replay(library: library, host: host, folder: "lessons", plain: plainLines)
    return replay.run(shelved.lesson).compactMap { testCase in
      guard case .failed(let summary, _) = testCase.outcome else { return nil }
      return "\(testCase.name): \(summary)"
    }
  }

  @Test func `what is true passes`() throws {
    #expect(try failures(replacing: "truth", by: "truth") == [])
  }

  @Test(arguments: [
    ("loss [num:first]", "accuracy [num:first]", "expected 'accuracy '"),
    ("< 2 * $first", "> 2 * $first", "loss() > 2 * "),
    (
      "truth: parameters", "check: depth() == 5 -> No.\ntruth: parameters",
      "the truth does not hold"
    ),
    (
      "truth: parameters", "check: nosuch() == 5 -> No.\ntruth: parameters",
      "cannot be judged: no function or layer 'nosuch'"
    ),
    ("truth: parameters", "truth: colours", "the truth is none of the options"),
    ("start: net = dense(4)", "start: net = 3 * dense(4)", "start meets all checks already"),
    ("start: net = dense(4)", "start: net = denes(4)", "start fails: "),
    ("solution: net = 2 * dense", "solution: net = dense", "does not pass: It has a depth of 2."),
    ("solution: net = 2 * dense", "solution: net = 2 * denes", "fails: "),
    ("wrong: net = dense(3)", "wrong: net = 3 * dense(3)", "passes all checks"),
    (
      "wrong: net = dense(3)", "wrong: net = 2 * dense(3)",
      "does not fire the hint when depth() < 2"
    ),
    (
      "hint when depth() < 2", "hint when nosuch() < 2",
      "'nosuch() < 2' can never be judged: no function or layer 'nosuch'"
    ),
  ])
  func `what is untrue fails with its reason`(old: String, new: String, reason: String) throws {
    let found = try failures(replacing: old, by: new)
    #expect(found.contains { $0.contains(reason) }, "\(found)")
  }

  @Test func `what was not caught is said once, where it is needed`() throws {
    let found = try failures(replacing: "loss [num:first]", by: "[num:first] loss")
    #expect(found.count == 2)
    #expect(found.last?.hasSuffix("needs $first, which no line above has caught") == true)
  }
}
