// Markdown → lesson: front matter, then prose and fenced blocks in turn.

/// A lesson as far as it could be read, and everything that is wrong with its form.
package struct LessonReading: Sendable, Equatable {
  package var lesson: Lesson
  /// In the order of the file; none if the lesson is whole.
  package var mistakes: [LessonMistake]
}

/// Reads the format `lesson/1`. Any text can be read: what is malformed becomes a mistake.
package struct LessonReader: Sendable {
  package enum Limit {
    package static let bytes = 4 << 20
    package static let lineBytes = 10_000
    package static let statementLines = 200
    package static let options = 26
    package static let mistakes = 100
  }

  let isComplete: @Sendable (String) -> Bool

  /// - Parameter isComplete: whether a statement is whole, or goes on in the next line.
  package init(isComplete: @escaping @Sendable (String) -> Bool) { self.isComplete = isComplete }

  /// Reads a file's bytes, which must be UTF-8.
  package func read(bytes: [UInt8]) -> LessonReading {
    if let text = String(validating: bytes, as: UTF8.self) { return read(text) }
    let valid = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\u{fffd}" }
    let lines = SourceLine.lines(of: String(valid) + "\n")
    let place = Place(line: lines.count, column: (lines.last?.text.count ?? 0) + 1)
    return refusal("this file is not UTF-8 text from here on", at: place, hint: "save it as UTF-8")
  }

  package func read(_ text: String) -> LessonReading {
    guard text.utf8.count <= Limit.bytes else {
      return refusal("a lesson holds at most \(Limit.bytes >> 20) MB", at: Place(line: 1))
    }
    var reading = BlockReader(lines: SourceLine.lines(of: text), isComplete: isComplete)
    return reading.read()
  }

  private func refusal(_ message: String, at place: Place, hint: String? = nil) -> LessonReading {
    LessonReading(
      lesson: Lesson(header: .init(), parts: []),
      mistakes: [LessonMistake(message, at: place, hint: hint)])
  }
}

/// A place in the lines of a file, and what has been read so far.
struct BlockReader {
  let isComplete: @Sendable (String) -> Bool
  let lines: [SourceLine]
  var index = 0
  var parts: [Lesson.Part] = []
  private(set) var mistakes: [LessonMistake] = []

  init(lines: [SourceLine], isComplete: @escaping @Sendable (String) -> Bool) {
    self.isComplete = isComplete
    self.lines = lines.map(\.bounded)
    for line in lines where line.isTooLong {
      report(
        "a line holds at most \(LessonReader.Limit.lineBytes) bytes", at: line.place,
        hint: "break it into several")
    }
  }

  mutating func read() -> LessonReading {
    let header = header()
    var prose = ProseReader()
    while index < lines.count {
      let line = lines[index]
      if !prose.isInComment, let fence = Fence(opening: line) {
        parts += prose.finish()
        block(fence)
      } else {
        prose.add(line)
        index += 1
      }
    }
    if let opening = prose.openComment {
      report("this comment is never closed", at: opening, hint: "end it with -->")
    }
    parts += prose.finish()
    mistakes.sort { $0.place < $1.place }
    return LessonReading(lesson: Lesson(header: header, parts: parts), mistakes: mistakes)
  }

  mutating func report(_ message: String, at place: Place, hint: String? = nil) {
    if mistakes.count < LessonReader.Limit.mistakes {
      mistakes.append(LessonMistake(message, at: place, hint: hint))
    }
  }

  /// One fenced block, to its end.
  private mutating func block(_ fence: Fence) {
    index += 1
    var body: [SourceLine] = []
    while index < lines.count, !fence.isClosed(by: lines[index]) {
      body.append(fence.content(of: lines[index]))
      index += 1
    }
    if index == lines.count {
      report(
        "this fence is never closed", at: fence.place,
        hint: "end the block with \(String(repeating: fence.character, count: fence.length))")
    }
    index += 1
    let words = fence.words
    guard words.first?.text == "fathom" else {
      let text = body.map(\.text).joined(separator: "\n")
      let language = words.first?.text ?? ""
      parts.append(.prose(Prose(.code(language: language), text, line: fence.place.line)))
      return
    }
    block(fence, words.dropFirst(), body)
  }

  private mutating func block(_ fence: Fence, _ words: ArraySlice<Phrase>, _ body: [SourceLine]) {
    guard let kind = words.first else {
      parts.append(.transcript(transcript(body, at: fence.place, isSetup: false)))
      return
    }
    switch kind.text {
    case "setup":
      refuse(words.dropFirst(), after: "setup")
      parts.append(.transcript(transcript(body, at: fence.place, isSetup: true)))
    case "predict":
      parts.append(.prediction(prediction(body, id: id(words, fence), at: fence.place)))
    case "exercise":
      parts.append(.exercise(exercise(body, id: id(words, fence), at: fence.place)))
    case "quiz":
      parts.append(.quiz(quiz(body, id: id(words, fence), at: fence.place)))
    default:
      report(
        "no kind of block is called '\(kind.text)'", at: kind.place,
        hint: "write fathom, fathom setup, fathom predict, fathom exercise or fathom quiz")
    }
  }

  private mutating func refuse(_ words: ArraySlice<Phrase>, after kind: String) {
    guard let word = words.first else { return }
    report("'\(word.text)' means nothing after \(kind)", at: word.place)
  }

  /// The id in `exercise id=rescue`.
  private mutating func id(_ words: ArraySlice<Phrase>, _ fence: Fence) -> Phrase {
    let kind = words.first?.text ?? ""
    guard let word = words.dropFirst().first, word.text.hasPrefix("id=") else {
      report(
        "this \(kind) has no id", at: words.dropFirst().first?.place ?? fence.place,
        hint: "write ```fathom \(kind) id=some-name")
      return Phrase("", at: fence.place)
    }
    refuse(words.dropFirst(2), after: word.text)
    let id = word.suffix(from: word.text.index(word.text.startIndex, offsetBy: 3))
    if !isID(id.text) { reportBadID(id) }
    return id
  }

  mutating func reportBadID(_ id: Phrase) {
    report(
      "'\(id.text)' is no id", at: id.place,
      hint: "use lower-case letters, digits and hyphens, such as why-depth-hurts")
  }

  func isID(_ text: String) -> Bool {
    let longest = 80
    return (1...longest).contains(text.count) && text.first != "-"
      && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isDecimalDigit || $0 == "-") }
  }
}
