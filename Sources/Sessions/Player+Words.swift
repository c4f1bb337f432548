// How a lesson looks at the prompt: prose, questions, tasks, what comes next, and the end.

import Lessons
package import Reports

extension Prose {
  /// What is shown of it. Control characters are data here; the renderer shows them.
  package var blocks: [Block] {
    switch kind {
    case .heading: [.text(Text(spans: words.spans.map { .init($0.words, .heading) }))]
    case .paragraph: [.text(words)]
    case .item(let marker, let depth):
      [.text(Text(String(repeating: "  ", count: depth) + marker + " ") + words)]
    case .code: [.verbatim(text)]
    }
  }
}

extension Player {
  /// A question with its options, numbered.
  static func question(_ ask: String, _ options: [String]) -> [Block] {
    let asked: [Block] = [.text(Text("? ", .strong) + Prose.words(of: ask))]
    return asked
      + options.enumerated().map { index, option in
        .text(Text("  \(index + 1)  ", .strong) + Prose.words(of: option))
      }
  }

  /// How to answer.
  static func invitation(_ options: [String]) -> [Block] {
    [
      .text(
        Text("Answer with a number from 1 to \(options.count); ", .faint)
          + Text("solution", .code) + Text(" tells.", .faint))
    ]
  }

  static func task(_ exercise: Exercise) -> [Block] {
    [.text(Text("Task: ", .strong) + Prose.words(of: exercise.goal.text))]
  }

  /// What Return does next.
  package var preview: [Block] {
    if let statement = nextStatement {
      return [.text(Text("Return runs ", .faint) + Text(statement, .code))]
    }
    if let options = openOptions { return Self.invitation(options) }
    if openExercise != nil {
      return hasTyped || attempts > 0
        ? []
        : [
          .text(
            Text("Type your statements; Return judges them, ", .faint) + Text("hint", .code)
              + Text(" helps.", .faint))
        ]
    }
    return [.text(Text("Return goes on.", .faint))]
  }
}

extension Session {
  /// What is said at the end of a lesson.
  func ending(_ player: Player) -> [Block] {
    let scores = [
      ("predictions right", player.predictions), ("quiz questions right at once", player.quizzes),
      ("exercises solved", player.exercises),
    ].filter { $0.1.all > 0 }
    var blocks: [Block] = [
      .text(Text("That was '\(player.lesson.header.title)'.", .good))
    ]
    if !scores.isEmpty {
      let words = scores.map { "\($0.1.right) of \($0.1.all) \($0.0)" }
      blocks.append(.text(Text(words.joined(separator: ", ") + ".")))
    }
    if !player.lesson.header.teaches.isEmpty {
      let ideas = player.lesson.header.teaches.map(\.text).joined(separator: ", ")
      blocks.append(.text(Text("You have met: \(ideas).")))
    }
    blocks.append(
      .text(
        Text("Everything you built is still here; ", .faint) + Text("save \"walk.md\"", .code)
          + Text(" keeps it.", .faint)))
    return blocks
  }

  /// A step of a lesson as a report.
  func lessonReport(_ blocks: [Block], _ player: Player? = nil) -> Report {
    guard let player else { return Report(kind: "lesson", blocks: blocks) }
    return Report(
      kind: "lesson",
      data: [
        "lesson": .string(player.lesson.header.id), "part": .integer(player.part),
        "parts": .integer(player.lesson.parts.count), "done": .boolean(player.current == nil),
      ], blocks: blocks)
  }

  /// A lesson's title, and how long it takes.
  func title(of lesson: Lesson) -> [Block] {
    let minutes = lesson.header.minutes.map { "  about \($0) minutes" } ?? ""
    let isInProse = lesson.parts.contains {
      if case .prose(let prose) = $0, case .heading = prose.kind {
        return prose.words.words == lesson.header.title
      }
      return false
    }
    if isInProse {
      return minutes.isEmpty ? [] : [.text(Text(String(minutes.dropFirst(2)), .faint))]
    }
    return [.text(Text(lesson.header.title, .heading) + Text(minutes, .faint))]
  }
}
