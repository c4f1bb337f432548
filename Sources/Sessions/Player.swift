// A lesson being played: where the learner stands in it, and how it has gone so far.

package import Lessons
import Reports

/// The state of a lesson inside a session. `undo` restores it with the workspace, so that taking
/// back a step of the lesson leads to where the learner stood before it.
package struct Player: Sendable {
  package let lesson: Lesson
  /// The file that it was read from.
  package let path: String
  /// The world as the lesson's own statements see it.
  let host: LessonHost

  /// The part that comes next, or is open.
  package internal(set) var part = 0
  /// Of a transcript: the typed line that comes next.
  package internal(set) var step = 0
  /// Whether the question or task of `part` has been put.
  package internal(set) var isOpen = false
  /// The right answers to predictions and how many were made: the learner's calibration.
  package internal(set) var predictions = Score()
  /// Questions of quizzes answered right at the first try.
  package internal(set) var quizzes = Score()
  /// Exercises solved without being shown the solution.
  package internal(set) var exercises = Score()

  /// Wrong tries at the open question or task.
  var attempts = 0
  /// Hints given on the open task: the conditions of those that fired, and how many of the others.
  var firedHints: [String] = []
  var hints = 0
  /// Numbers that the lesson has captured, now and when the part began.
  var captures = Captures()
  var openingCaptures = Captures()
  /// The state as the lesson left it, and when the part began or its task was put.
  var place: Snapshot
  var opening: Snapshot
  /// Whether the learner has typed statements of their own since then.
  var hasTyped = false

  /// So many of so many.
  package struct Score: Sendable, Equatable, Codable {
    package var right = 0
    package var all = 0

    mutating func count(_ isRight: Bool) {
      right += isRight ? 1 : 0
      all += 1
    }
  }

  init(_ lesson: Lesson, path: String, host: LessonHost, at snapshot: Snapshot) {
    self.lesson = lesson
    self.path = path
    self.host = host
    place = snapshot
    opening = snapshot
  }

  /// The part that comes next, or is open; nil at the end.
  package var current: Lesson.Part? {
    part < lesson.parts.count ? lesson.parts[part] : nil
  }

  /// The exercise at which the learner works.
  package var openExercise: Exercise? {
    guard isOpen, case .exercise(let exercise) = current else { return nil }
    return exercise
  }

  /// What can be answered to the question that is open.
  package var openOptions: [String]? {
    guard isOpen else { return nil }
    switch current {
    case .prediction(let prediction): return prediction.options.map(\.text)
    case .quiz(let quiz): return quiz.options.map(\.text.text)
    default: return nil
    }
  }

  /// The lesson's own statement that comes next.
  package var nextStatement: String? {
    guard case .transcript(let transcript) = current, !transcript.isSetup,
      step < transcript.steps.count
    else { return nil }
    return captures.substituted(in: transcript.steps[step].statement.text)
  }

  /// On to the next part.
  mutating func advance() {
    part += 1
    (step, isOpen, attempts, hints, firedHints) = (0, false, 0, 0, [])
  }

  /// What a line means while this lesson is played: an option, or its number, answers the open
  /// question; the lesson's own next statement is its next step.
  package func meaning(of line: String) -> String {
    let text = line.inWords
    if let options = openOptions {
      if let number = Int(text), options.indices.contains(number - 1) { return "answer \(number)" }
      if let index = options.firstIndex(where: { $0.inWords == text }) {
        return "answer \(index + 1)"
      }
    }
    return !text.isEmpty && nextStatement?.inWords == text ? "next" : line
  }
}

extension String {
  /// In lower case, with single spaces.
  fileprivate var inWords: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
  }
}
