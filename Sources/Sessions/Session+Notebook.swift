// The session as a notebook, and notebooks as sessions.

package import Lessons
package import Reports

extension Session {
  /// The cells as a notebook: statements with what they printed, notes as paragraphs. A first
  /// `seed` stands in the header.
  package func notebook(named file: String) -> Notebook {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let title = name.hasSuffix(".md") ? String(name.dropLast(3)) : name
    var entries: [Notebook.Entry] = []
    var seed = 0
    for (index, cell) in cells.enumerated() {
      guard case .report(let report) = cell.outcome else { continue }
      if index == 0, report.kind == "seed", case .integer(let number)? = report.data["seed"] {
        seed = number
      } else if report.kind == "note", case .string(let words)? = report.data["text"] {
        entries.append(.note(words))
      } else {
        entries.append(
          .typed(statement: cell.statement, printed: report.isTimed ? [] : context.plain(report)))
      }
    }
    return Notebook(
      id: Notebook.id(from: title), title: title.isEmpty ? "Notebook" : title, seed: seed,
      entries: entries)
  }

  /// Runs everything that `lesson` types, in this session, which should be fresh; `show` gets each
  /// cell. Of an exercise it is the start and the first solution. Paragraphs become notes.
  package mutating func perform(
    _ shelved: ShelvedLesson, show: (Cell) -> Void
  ) throws(Problem) {
    let host = LessonHost(context.host, folder: shelved.folder)
    var captures = Captures()
    if let seed = shelved.lesson.header.seed, seed != 0 {
      try perform("seed \(seed)", on: host, show: show)
    }
    for part in shelved.lesson.parts {
      switch part {
      case .prose(let prose):
        guard prose.kind == .paragraph else { continue }
        try perform("note \(prose.words.words.quoted)", on: host, show: { _ in })
      case .transcript(let transcript):
        for line in transcript.steps { try perform(line, on: host, &captures, show: show) }
      case .prediction(let prediction):
        for line in prediction.steps { try perform(line, on: host, &captures, show: show) }
      case .exercise(let exercise):
        for text in [exercise.start, exercise.solutions.first].compactMap({ $0?.text }) {
          try perform(text, on: host, show: show)
        }
      case .quiz: break
      }
    }
  }

  private mutating func perform(
    _ line: TypedLine, on host: LessonHost, _ captures: inout Captures, show: (Cell) -> Void
  ) throws(Problem) {
    let cells = try play(captures.substituted(in: line.statement.text), on: host)
    cells.forEach(show)
    let printed = context.printed(cells)
    switch Matcher.match(line.expected, printed, captures: captures) {
    case .fits(let caught): captures = caught
    case .differs:
      if let problem = printed.problem { throw problem.inCell(cells.last, line: line.line) }
    }
  }

  private mutating func perform(
    _ text: String, on host: LessonHost, show: (Cell) -> Void
  ) throws(Problem) {
    let cells = try play(text, on: host)
    cells.forEach(show)
    if let problem = context.printed(cells).problem { throw problem.inCell(cells.last, line: nil) }
  }
}

extension Report {
  /// Whether it tells how long something took, which nobody can repeat.
  fileprivate var isTimed: Bool { kind == "time" }
}

extension Problem {
  /// The same, said of a statement that was not typed just now.
  func inCell(_ cell: Cell?, line: Int?) -> Problem {
    var problem = self
    problem.place = nil
    let place = line.map { "in line \($0): " } ?? "in: "
    problem.facts.insert(place + (cell?.statement ?? ""), at: 0)
    return problem
  }
}

extension String {
  /// As a string of the language.
  fileprivate var quoted: String {
    "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
