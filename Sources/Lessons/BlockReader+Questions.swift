// Predictions, exercises and quizzes.

extension BlockReader {
  mutating func prediction(_ body: [SourceLine], id: Phrase, at place: Place) -> Prediction {
    let keys = ["ask", "options", "check", "truth", "say"]
    var fields = Fields(kind: "a prediction", place: place)
    var steps: [TypedLine] = []
    var rest = body[...]
    while let line = rest.first {
      if let step = typedLine(&rest, endsOutput: { $0.field(keys) != nil }) {
        steps.append(step)
      } else {
        add(line, to: &fields, keys: keys)
        rest.removeFirst()
      }
    }
    if steps.isEmpty {
      report(
        "a prediction needs a typed line that shows the truth", at: place,
        hint: "begin typed lines with '\(ExpectedLine.Mark.prompt)'")
    }
    return Prediction(
      id: id, ask: required("ask", of: fields), options: options(of: fields), steps: steps,
      checks: fields.all("check").map { check($0) }, truth: required("truth", of: fields),
      say: only("say", of: fields))
  }

  /// `one | two | three`
  private mutating func options(of fields: Fields) -> [Phrase] {
    let all = required("options", of: fields)
    if all.text.isEmpty { return [] }
    var rest = all
    var options: [Phrase] = []
    while let bar = rest.text.unquotedRanges(of: "|").first {
      let (option, next) = rest.divided(at: bar)
      options.append(option)
      rest = next
    }
    options.append(rest)
    if !(2...LessonReader.Limit.options).contains(options.count) {
      report(
        "a prediction has 2 to \(LessonReader.Limit.options) options", at: all.place,
        hint: "write one | two | three")
    }
    for (index, option) in options.enumerated() {
      if option.text.isEmpty {
        report("this option is empty", at: option.place)
      } else if options[..<index].contains(where: { $0.text == option.text }) {
        report("this option is given twice", at: option.place)
      }
    }
    return options
  }

  mutating func exercise(_ body: [SourceLine], id: Phrase, at place: Place) -> Exercise {
    let keys = ["goal", "start", "check", "never", "hint", "solution", "wrong", "say"]
    var fields = Fields(kind: "an exercise", place: place)
    for line in body { add(line, to: &fields, keys: keys) }
    return Exercise(
      id: id, goal: required("goal", of: fields), start: only("start", of: fields),
      checks: fields.all("check").map { check($0) }, never: fields.all("never").map { check($0) },
      hints: fields.all("hint"),
      conditionalHints: fields.list.compactMap { field in
        field.condition.map { .init(condition: $0, text: field.value) }
      },
      solutions: fields.all("solution"), wrongs: fields.all("wrong").compactMap { wrong($0) },
      say: only("say", of: fields))
  }

  /// `statements -> hint`; statements may hold arrows themselves.
  private mutating func wrong(_ phrase: Phrase) -> Exercise.Wrong? {
    guard let arrow = phrase.text.unquotedRanges(of: " -> ").last else {
      report(
        "this wrong answer names no hint", at: phrase.place,
        hint: "write: wrong: net = vgg(8) -> depth() < 38")
      return nil
    }
    let (statements, fires) = phrase.divided(at: arrow)
    return .init(statements: statements, fires: fires)
  }

  mutating func quiz(_ body: [SourceLine], id: Phrase, at place: Place) -> Quiz {
    var fields = Fields(kind: "a quiz", place: place)
    var options: [Quiz.Option] = []
    for line in body {
      if let option = option(line) {
        options.append(option)
      } else if line.isContinuation, let last = options.indices.last {
        options[last].goOn(line.phrase.trimmed)
      } else {
        add(line, to: &fields, keys: ["ask"])
      }
    }
    if !(2...LessonReader.Limit.options).contains(options.count) {
      report(
        "a quiz has 2 to \(LessonReader.Limit.options) options", at: place,
        hint: "write [ ] wrong -> why, and [x] right -> why")
    }
    return Quiz(id: id, ask: required("ask", of: fields), options: options)
  }

  /// `[x] text -> feedback`
  private mutating func option(_ line: SourceLine) -> Quiz.Option? {
    let mark = line.text.prefix(3)
    guard mark == "[ ]" || mark == "[x]" || mark == "[X]" else { return nil }
    let rest = line.phrase.suffix(from: mark.endIndex).trimmed
    if rest.text.isEmpty { report("this option is empty", at: line.place) }
    guard let arrow = rest.text.unquotedRanges(of: " -> ").first else {
      let end = Place(line: rest.place.line, column: rest.place.column + rest.text.count)
      return .init(isRight: mark != "[ ]", text: rest, feedback: Phrase("", at: end))
    }
    let (text, feedback) = rest.divided(at: arrow)
    return .init(isRight: mark != "[ ]", text: text, feedback: feedback)
  }
}

extension Quiz.Option {
  /// Adds a line to the text or the feedback, or begins the feedback.
  fileprivate mutating func goOn(_ line: Phrase) {
    if !feedback.text.isEmpty {
      feedback.text += " " + line.text
    } else if line.text.hasPrefix("-> ") {
      feedback = line.suffix(from: line.text.index(line.text.startIndex, offsetBy: 3)).trimmed
    } else {
      text.text += " " + line.text
    }
  }
}
