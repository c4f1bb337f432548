// lessons, lesson, leave: which lessons there are, begun and left.

import Grammars
import Lessons
import Reports
import Sessions

enum LessonsCommand: SessionCommand {
  static let signature = Signature(
    "lessons", .lessons, "Lists the lessons, how long they take and how far you are.",
    examples: [.init("lessons", "what can be learned here")])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    let context = session.context
    let lessons = context.lessons
    let rows = lessons.enumerated().map { index, shelved -> [Table.Cell] in
      let header = shelved.lesson.header
      return [
        .integer(index + 1), .words(header.id, .code), .words(header.title),
        header.minutes.map { .integer($0) } ?? .empty, state(of: shelved.lesson, context),
      ]
    }
    return Report(
      kind: "lessons",
      data: ["lessons": .list(lessons.map { .string($0.lesson.header.id) })],
      blocks: lessons.isEmpty
        ? [.text("There are no lessons here; lesson \"F.md\" plays a file.")]
        : [
          .table(
            Table(
              columns: [
                .init(""), .init("lesson", .left), .init("title", .left), .init("minutes"),
                .init("", .left),
              ], rows: rows)),
          .text(Text("lesson 1", .code) + Text(" begins the first.", .faint)),
        ])
  }

  private static func state(of lesson: Lesson, _ context: Context) -> Table.Cell {
    guard let progress = context.progress(in: lesson) else { return .empty }
    if progress.isDone { return .words("done", .good) }
    return .words("at \(progress.part) of \(lesson.parts.count)")
  }
}

enum LessonCommand: SessionCommand {
  static let signature = Signature(
    "lesson", .lessons, "Plays a lesson, from where you left it.",
    discussion: """
      Return goes on, and any command may be typed in between. The lesson begins in a fresh \
      workspace; what you had is kept as the branch 'work'.
      """,
    operands: [.init("name", .expression, "its number, its name, or a file \"F.md\"")],
    examples: [
      .init(
        "lesson \"walk.md\"", "a file", after: "data shapes; batch 8; save \"walk.md\"")
    ])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    guard let name = call["name"] else {
      throw Problem(.wrongArgument, "which lesson?", hint: "try: lessons")
    }
    try session.refuseInsideLesson("lesson")
    do { return try session.begin(session.context.lesson(name.entryName ?? name.text)) } catch {
      throw error.at(name.place)
    }
  }
}

enum Leave: SessionCommand {
  static let signature = Signature(
    "leave", .lessons, "Leaves the lesson; your place is kept.",
    examples: [
      .init(
        "leave", "enough for today",
        after: "data shapes; batch 8; save \"walk.md\"; lesson \"walk.md\"")
    ])

  static func run(_ call: Call, in session: inout Session) throws(Problem) -> Report {
    try session.leave()
  }
}
