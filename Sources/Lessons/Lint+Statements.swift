// Statements and conditions of a lesson: known words, captures in order, paths that stay inside.

import Reports

extension Lesson {
  /// A text in the language.
  struct Spoken {
    var phrase: Phrase
    /// What its statement must print, for a typed line.
    var expected: [ExpectedLine] = []
  }

  /// Every statement and condition, in the order of the file.
  var spokenPhrases: [Spoken] {
    parts.flatMap { part -> [Spoken] in
      switch part {
      case .prose, .quiz: []
      case .transcript(let transcript): transcript.steps.map(\.spoken)
      case .prediction(let prediction):
        prediction.steps.map(\.spoken) + prediction.checks.flatMap(\.spoken)
      case .exercise(let exercise): exercise.spoken
      }
    }.sorted { $0.phrase.place < $1.phrase.place }
  }
}

extension TypedLine {
  fileprivate var spoken: Lesson.Spoken { .init(phrase: statement, expected: expected) }
}

extension Check {
  fileprivate var spoken: [Lesson.Spoken] {
    [.init(phrase: condition)]
      + message.pieces.compactMap { piece in
        if case .expression(let phrase) = piece { return .init(phrase: phrase) }
        return nil
      }
  }
}

extension Exercise {
  fileprivate var spoken: [Lesson.Spoken] {
    let statements =
      [start].compactMap { $0 } + conditionalHints.map(\.condition) + solutions
      + wrongs.map(\.statements)
    return (checks + never).flatMap(\.spoken) + statements.map { .init(phrase: $0) }
  }
}

extension Lint {
  mutating func words(_ phrase: Phrase, isKnown: (String) -> Problem?) {
    if phrase.text.isBlank { return }
    guard let problem = isKnown(phrase.withNumbersForCaptures) else { return }
    let place = phrase.place(ofColumn: problem.place?.column ?? 1)
    report(problem.message, at: place, hint: problem.hint)
  }

  // MARK: Captures

  /// Captures that no later line uses, and uses of what no earlier line has captured.
  mutating func captures(_ lesson: Lesson) {
    var unused: [String: Place] = [:]
    var made: Set<String> = []
    func misuse(_ name: String) -> Bool {
      unused[name] = nil
      return !made.contains(name)
    }
    for spoken in lesson.spokenPhrases {
      for use in CaptureUse.all(in: spoken.phrase.text) where misuse(use.name) {
        let column = spoken.phrase.text.distance(
          from: spoken.phrase.text.startIndex, to: use.range.lowerBound)
        reportMissing(use.name, at: spoken.phrase.place(ofColumn: column + 1))
      }
      for line in spoken.expected {
        guard let pattern = line.anyPattern else { continue }
        func place(_ column: Int) -> Place {
          Place(line: line.line, column: line.column + column - 1 + line.patternOffset)
        }
        for use in pattern.uses where misuse(use.name) {
          reportMissing(use.name, at: place(use.column))
        }
        for capture in pattern.captures {
          if let forgotten = unused[capture.name] { reportUnused(capture.name, at: forgotten) }
          unused[capture.name] = place(capture.column)
          made.insert(capture.name)
        }
      }
    }
    for (name, place) in unused.sorted(by: { $0.value < $1.value }) {
      reportUnused(name, at: place)
    }
  }

  private mutating func reportMissing(_ name: String, at place: Place) {
    report(
      "'\(name)' is not captured before this line", at: place,
      hint: "capture it in an earlier line with [num:\(name)]")
  }

  private mutating func reportUnused(_ name: String, at place: Place) {
    report(
      "'\(name)' is captured and never used", at: place,
      hint: "write [num], or use it later as $\(name) or [<\(name)]")
  }

  // MARK: Paths

  /// Strings that name a file outside of the lesson's folder. The words of a note or of an
  /// expectation are no paths.
  mutating func paths(_ phrase: Phrase) {
    let verb = phrase.text.prefix { !$0.isWhitespace }
    if verb == "note" || verb == "expect" { return }
    for (path, column) in phrase.text.quotedStrings where path.leavesFolder {
      report(
        "'\(path)' lies outside of the lesson's folder", at: phrase.place(ofColumn: column),
        hint: "keep the file beside the lesson and name it without '..' and a leading '/'")
    }
  }
}

extension Phrase {
  /// The place of a character of the text, counted from 1, also after line breaks.
  func place(ofColumn column: Int) -> Place {
    let before = text.prefix(max(0, column - 1))
    guard let lineBreak = before.lastIndex(where: \.isNewline) else {
      return Place(line: place.line, column: place.column + before.count)
    }
    let line = place.line + before.filter(\.isNewline).count
    let column = before.distance(from: lineBreak, to: before.endIndex)
    return Place(line: line, column: column + ExpectedLine.Mark.continuation.count)
  }

  /// The text with a number of the same length for each `$name`, so that it can be parsed and
  /// places stay.
  fileprivate var withNumbersForCaptures: String {
    var result = ""
    var rest = text[...]
    while let use = CaptureUse.first(in: rest) {
      result += rest[..<use.range.lowerBound]
      result += String(repeating: "1", count: use.name.count + 1)
      rest = rest[use.range.upperBound...]
    }
    return result + rest
  }
}

extension ExpectedLine {
  /// How far into the line its pattern begins.
  fileprivate var patternOffset: Int {
    guard let kind = problemKind else { return 0 }
    let colon = text.firstIndex(of: ":").map { text.distance(from: text.startIndex, to: $0) }
    return colon.map { $0 + 1 } ?? kind.count
  }
}

extension String {
  /// What stands in double quotes, with the column of the opening one, from 1.
  fileprivate var quotedStrings: [(text: String, column: Int)] {
    var found: [(text: String, column: Int)] = []
    var column = 0
    var open: (text: String, column: Int)?
    for character in self {
      column += 1
      if character == "\"" {
        if let open { found.append(open) }
        open = open == nil ? ("", column) : nil
      } else {
        open?.text.append(character)
      }
    }
    return found
  }

  /// Whether a path with this text may lead out of the folder it is in.
  fileprivate var leavesFolder: Bool {
    let isDrive = dropFirst().first == ":" && first?.isLetter == true
    return hasPrefix("/") || hasPrefix("~") || hasPrefix("\\") || isDrive
      || split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains("..")
  }
}
