// What is wrong with a lesson that can be read: claims that cannot fail, answers that are missing.

package import Reports

/// The mistakes of a whole lesson, in the order of the file.
///
/// - Parameter isKnown: what keeps a text from being a statement or a condition, its place counted
///   within that text; nil when nothing does.
package func lint(_ lesson: Lesson, isKnown: (String) -> Problem?) -> [LessonMistake] {
  var lint = Lint()
  lint.header(lesson.header)
  lint.ids(lesson)
  for part in lesson.parts {
    switch part {
    case .prose: break
    case .transcript(let transcript): transcript.steps.forEach { lint.outputs(of: $0) }
    case .prediction(let prediction): lint.prediction(prediction)
    case .exercise(let exercise): lint.exercise(exercise)
    case .quiz(let quiz): lint.quiz(quiz)
    }
  }
  lint.captures(lesson)
  for spoken in lesson.spokenPhrases {
    lint.words(spoken.phrase, isKnown: isKnown)
    lint.paths(spoken.phrase)
  }
  return lint.mistakes.sorted { $0.place < $1.place }
}

struct Lint {
  var mistakes: [LessonMistake] = []

  mutating func report(_ message: String, at place: Place, hint: String? = nil) {
    mistakes.append(LessonMistake(message, at: place, hint: hint))
  }

  mutating func header(_ header: Lesson.Header) {
    let keys = ["fathom", "id", "title", "needs", "teaches", "minutes", "seed"]
    for key in header.unknownKeys {
      report(
        "the front matter has no key '\(key.text)'", at: key.place,
        hint: "its keys are " + keys.joined(separator: ", "))
    }
  }

  mutating func ids(_ lesson: Lesson) {
    var lines: [String: Int] = [:]
    for id in lesson.parts.compactMap(\.id) where !id.text.isEmpty {
      if let line = lines[id.text] {
        report("the id '\(id.text)' is taken already, in line \(line)", at: id.place)
      } else {
        lines[id.text] = id.place.line
      }
    }
  }

  // MARK: Questions

  mutating func prediction(_ prediction: Prediction) {
    prediction.steps.forEach { outputs(of: $0) }
    if !prediction.options.contains(where: { $0.text == prediction.truth.text }),
      !prediction.truth.text.isEmpty
    {
      report(
        "the truth is none of the options", at: prediction.truth.place,
        hint: "they are " + prediction.options.map(\.text).joined(separator: " | "))
    }
  }

  mutating func exercise(_ exercise: Exercise) {
    if exercise.checks.isEmpty {
      report(
        "this exercise has no check", at: exercise.id.place,
        hint: "write: check: condition -> what to say when it does not hold")
    }
    if exercise.solutions.isEmpty {
      report(
        "this exercise has no solution", at: exercise.id.place,
        hint: "write: solution: statements that pass all checks")
    }
    for hint in exercise.conditionalHints
    where !exercise.wrongs.contains(where: { $0.fires.text.names(hint) }) {
      report(
        "no wrong answer fires this hint", at: hint.condition.place,
        hint: "write: wrong: statements -> \(hint.condition.text)")
    }
    for wrong in exercise.wrongs where !exercise.says(wrong.fires.text) {
      report(
        "no hint has this condition, and no hint or message these words", at: wrong.fires.place,
        hint: exercise.conditionalHints.first.map { "the first condition is \($0.condition.text)" })
    }
  }

  mutating func quiz(_ quiz: Quiz) {
    if !quiz.options.contains(where: \.isRight) {
      report("no option of this quiz is right", at: quiz.id.place, hint: "mark one with [x]")
    }
    for option in quiz.options where option.feedback.text.isEmpty {
      report(
        "this option has no feedback", at: option.text.place,
        hint: "write: [ ] \(option.text.text) -> what to say to who chose it")
    }
  }

  // MARK: Output

  /// Expected lines that anything meets.
  mutating func outputs(of step: TypedLine) {
    let lines = step.expected.filter { !$0.isBlank }
    guard let first = lines.first, lines.allSatisfy(\.meetsEverything) else { return }
    report(
      "this cannot fail", at: Place(line: first.line, column: first.column),
      hint: "expect a word or a number, or nothing at all")
  }
}

extension Lesson.Part {
  /// The id of what the learner answers.
  package var id: Phrase? {
    switch self {
    case .prose, .transcript: nil
    case .prediction(let prediction): prediction.id
    case .exercise(let exercise): exercise.id
    case .quiz(let quiz): quiz.id
    }
  }
}

extension String {
  /// Whether this is the condition of `hint`, spaces aside, or part of its words.
  fileprivate func names(_ hint: Exercise.ConditionalHint) -> Bool {
    withoutSpace == hint.condition.text.withoutSpace || hint.text.text.contains(self)
  }

  fileprivate var withoutSpace: String { filter { !$0.isWhitespace } }
}

extension Exercise {
  fileprivate func says(_ words: String) -> Bool {
    conditionalHints.contains { words.names($0) } || hints.contains { $0.text.contains(words) }
      || (checks + never).contains {
        $0.message.source.text.contains(words)
          || $0.condition.text.withoutSpace == words.withoutSpace
      }
  }
}

extension ExpectedLine {
  fileprivate var meetsEverything: Bool {
    switch meaning {
    case .anyLines: true
    case .problem: false
    case .line(let pattern): pattern.meetsEverything
    }
  }
}
