// next, answer, hint, solution, again: a lesson's steps.

import Grammars
import Reports
import Sessions

/// A walk that was saved, played as a lesson.
private let walk = "data shapes; batch 8; save \"walk.md\"; lesson \"walk.md\""

enum Next: SessionCommand {
  static let signature = Signature(
    "next", .lessons, "Goes on with the lesson; in an exercise, judges what you did.",
    discussion: "Return on an empty line does it too.",
    examples: [.init("next", "the next step", after: walk)])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    try session.next()
  }
}

enum Answer: SessionCommand {
  static let signature = Signature(
    "answer", .lessons, "Answers the lesson's question.",
    discussion: "The number alone, or the option's words, will do too.",
    operands: [.init("option", .expression, "its number, or its words in quotes")],
    examples: [
      .init(
        "answer 1", "the first option",
        after: "lesson \"quiz.md\"")
    ])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    guard let option = call["option"] else {
      throw Problem(.wrongArgument, "which option?")
    }
    do {
      if case .string(let words) = option.node { return try session.answer(words) }
      return try session.answer(option.text)
    } catch { throw error.at(option.place) }
  }
}

enum Hint: SessionCommand {
  static let signature = Signature(
    "hint", .lessons, "Helps with the exercise, a little more each time.",
    examples: [.init("hint", "stuck?", after: walk)])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    try session.hint()
  }
}

enum Solution: SessionCommand {
  static let signature = Signature(
    "solution", .lessons, "Shows the answer of the question or exercise, and goes on.",
    examples: [.init("solution", "show me", after: "lesson \"quiz.md\"")])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    try session.solution()
  }
}

enum Again: SessionCommand {
  static let signature = Signature(
    "again", .lessons, "Goes back to the start of this part of the lesson, or of all of it.",
    operands: [.init("what", .choice(["part", "lesson"]), "how far back (part)", optional: true)],
    examples: [
      .init("again", "once more", after: walk), .init("again lesson", "from the top", after: walk),
    ])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    guard try call.word("what")?.text == "lesson" else { return try session.again() }
    let player = try session.activePlayer()
    return try session.begin(
      ShelvedLesson(path: player.path, lesson: player.lesson), resumes: false)
  }
}
