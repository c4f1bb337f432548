// A lesson replayed as a test: every claim in it is checked.

package import Lessons
import Reports

/// Replays a lesson in a fresh session and says what came of each of its parts.
package struct Replay {
  private var session: Session
  private let host: LessonHost
  private var captures = Captures()
  private var cases: [TestCase] = []
  /// What every typed line printed, for `--update`.
  package private(set) var steps: [(step: TypedLine, printed: Printed, captures: Captures)] = []

  /// - Parameters:
  ///   - folder: where the lesson stands.
  ///   - plain: a report as lines of plain text, 80 columns wide.
  package init(library: Library, host: any Host, folder: String, plain: @escaping Context.Plain) {
    self.host = LessonHost(host, folder: folder)
    session = Session(library: library, host: self.host, plain: plain)
    session.isLessonTyping = true
  }

  /// Replays all parts; one case for each typed line, prediction, exercise and quiz.
  package mutating func run(_ lesson: Lesson) -> [TestCase] {
    if let seed = lesson.header.seed { session.submit("seed \(seed)") }
    for part in lesson.parts {
      switch part {
      case .prose, .quiz: break  // the lint has looked at quizzes
      case .transcript(let transcript): transcript.steps.forEach { step($0) }
      case .prediction(let prediction): predict(prediction)
      case .exercise(let exercise): solve(exercise)
      }
    }
    return cases
  }

  // MARK: Typed lines

  private mutating func step(_ line: TypedLine) {
    let start = host.now
    if let name = captures.missing(in: [line.statement.text] + line.expected.map(\.text)) {
      add(
        line.statement.text, line.line, since: start,
        .failed(summary: "needs $\(name), which no line above has caught", details: ""))
      return
    }
    let statement = captures.substituted(in: line.statement.text)
    let printed = type(statement, in: &session)
    steps.append((line, printed, captures))
    switch Matcher.match(line.expected, printed, captures: captures) {
    case .fits(let caught):
      captures = caught
      add(statement, line.line, since: start, .passed)
    case .differs(let mismatch):
      add(
        statement, mismatch.line ?? line.line, since: start,
        .failed(summary: mismatch.summary, details: mismatch.difference))
    }
  }

  /// Types a text into a session; what it prints, and the problem that ended it.
  private func type(_ text: String, in session: inout Session) -> Printed {
    host.beginStatement()
    return session.context.printed(session.submit(text))
  }

  private mutating func add(
    _ name: String, _ line: Int, since start: Double, _ outcome: TestCase.Outcome
  ) {
    cases.append(
      TestCase(name: name, line: line, seconds: host.now - start, outcome: outcome))
  }

  // MARK: Questions and tasks

  private mutating func predict(_ prediction: Prediction) {
    let start = host.now
    prediction.steps.forEach { step($0) }
    let wrong = prediction.checks.map { captures.substituted(in: $0.condition.text) }
      .first { !session.holds($0) }
    let isOption = prediction.options.contains { $0.text == prediction.truth.text }
    let fault =
      wrong.map { condition in
        let problem = session.trouble(with: condition)
        return problem.map { "'\(condition)' cannot be judged: \($0.message)" }
          ?? "the truth does not hold: \(condition)"
      }
      ?? (isOption ? nil : "the truth is none of the options")
    add(
      "prediction \(prediction.id.text)", prediction.truth.place.line, since: start,
      fault.map { .failed(summary: $0, details: "") } ?? .passed)
  }

  private mutating func solve(_ exercise: Exercise) {
    let start = host.now
    var opening = session
    var fault: String?
    if let text = exercise.start?.text, let problem = type(text, in: &opening).problem {
      fault = "start fails: \(problem.message)"
    } else if opening.verdict(on: exercise).isSolved {
      fault = "start meets all checks already"
    }
    var tried = [opening]
    for solution in exercise.solutions where fault == nil {
      var attempt = opening
      let problem = type(solution.text, in: &attempt).problem
      let verdict = attempt.verdict(on: exercise)
      if let problem {
        fault = "solution '\(solution.text)' fails: \(problem.message)"
      } else if case .failed(let message) = verdict {
        fault = "solution '\(solution.text)' does not pass: \(message)"
      }
      tried.append(attempt)
    }
    session = tried.count > 1 ? tried[1] : opening
    if fault == nil {
      var slip: String?
      for wrong in exercise.wrongs {
        var attempt = opening
        _ = type(wrong.statements.text, in: &attempt)
        slip = slip ?? missed(by: wrong, of: exercise, after: attempt)
        tried.append(attempt)
      }
      fault = unjudged(exercise, in: tried) ?? slip
    }
    add(
      "exercise \(exercise.id.text)", exercise.goal.place.line, since: start,
      fault.map { .failed(summary: $0, details: "") } ?? .passed)
  }

  /// A wrong answer must fail, and fire the hint that it names.
  private func missed(
    by wrong: Exercise.Wrong, of exercise: Exercise, after attempt: Session
  ) -> String? {
    let answer = "wrong answer '\(wrong.statements.text)'"
    guard case .failed(let message) = attempt.verdict(on: exercise) else {
      return "\(answer) passes all checks"
    }
    let fires = wrong.fires.text
    // A condition that is true of the attempt says what is wrong with it.
    if attempt.holds(fires) { return nil }
    if exercise.conditionalHints.contains(where: { $0.condition.text == fires }) {
      return "\(answer) does not fire the hint when \(fires)"
    }
    let fired = exercise.conditionalHints.filter { attempt.holds($0.condition.text) }
    let isSaid = (fired.map(\.text.text) + [message]).contains { $0.contains(fires) }
    return isSaid ? nil : "\(answer) does not fire '\(fires)'"
  }

  /// A condition that could be evaluated after no answer at all is a mistake of the author's.
  private func unjudged(_ exercise: Exercise, in tried: [Session]) -> String? {
    let conditions =
      (exercise.checks + exercise.never).map(\.condition.text)
      + exercise.conditionalHints.map(\.condition.text)
    for condition in conditions {
      let troubles = tried.map { $0.trouble(with: condition) }
      if let problem = troubles.last as? Problem, !troubles.contains(nil) {
        return "'\(condition)' can never be judged: \(problem.message)"
      }
    }
    return nil
  }
}
