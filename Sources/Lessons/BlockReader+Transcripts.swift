// Typed lines, each with the lines that it must print.

extension BlockReader {
  mutating func transcript(_ body: [SourceLine], at place: Place, isSetup: Bool) -> Transcript {
    var steps: [TypedLine] = []
    var rest = body[...]
    while let line = rest.first {
      if let step = typedLine(&rest) {
        steps.append(step)
      } else {
        rest.removeFirst()
        if !line.text.isBlank {
          report(
            "this stands before the first typed line", at: line.place,
            hint: "begin typed lines with '\(ExpectedLine.Mark.prompt)'")
        }
      }
    }
    if steps.isEmpty { report("nothing is typed in this block", at: place) }
    return Transcript(isSetup: isSetup, steps: steps, place: place)
  }

  /// The typed line that `rest` begins with, and what it must print; nil, and nothing taken, if it
  /// begins otherwise. Lines for which `endsOutput` holds are left.
  mutating func typedLine(
    _ rest: inout ArraySlice<SourceLine>, endsOutput: (SourceLine) -> Bool = { _ in false }
  ) -> TypedLine? {
    guard let first = rest.first, first.isTyped else { return nil }
    rest.removeFirst()
    let prompt = ExpectedLine.Mark.prompt
    var statement = first.text.dropFirst(prompt.count).trimmingTrailingSpace
    let place = Place(line: first.number, column: first.column + prompt.count)
    if statement.isBlank { report("nothing is typed here", at: first.place) }
    var count = 1
    while !isComplete(statement), count <= LessonReader.Limit.statementLines {
      let mark = ExpectedLine.Mark.continuation
      guard let next = rest.first, next.text.hasPrefix(mark.trimmingTrailingSpace) else {
        report(
          "this statement is not complete", at: place,
          hint: "close its brackets, or go on in lines that begin with '\(mark)'")
        break
      }
      rest.removeFirst()
      statement += "\n" + next.text.dropFirst(mark.count).trimmingTrailingSpace
      count += 1
    }
    if count > LessonReader.Limit.statementLines {
      report("a statement has at most \(LessonReader.Limit.statementLines) lines", at: place)
    }
    var expected: [ExpectedLine] = []
    while let line = rest.first, !line.isTyped, !endsOutput(line) {
      expected.append(ExpectedLine(line.text, line: line.number, column: line.column))
      rest.removeFirst()
    }
    refuseProblems(expected)
    return TypedLine(
      statement: Phrase(statement, at: place),
      expected: expected.droppingEnds(where: \.isBlank))
  }

  private mutating func refuseProblems(_ expected: [ExpectedLine]) {
    let last = expected.lastIndex { !$0.isBlank }
    for (index, line) in expected.enumerated() {
      guard let kind = line.problemKind else { continue }
      let place = Place(
        line: line.line, column: line.column + ExpectedLine.Mark.problem.count)
      if !ExpectedLine.problemKinds.contains(kind) {
        report(
          "no problem is of the kind '\(kind)'", at: place,
          hint: "the kinds are " + ExpectedLine.problemKinds.joined(separator: ", "))
      }
      if index != last {
        report("a problem ends the statement, so nothing can be printed after it", at: place)
      }
    }
  }
}

extension SourceLine {
  /// Whether it begins with the prompt.
  var isTyped: Bool {
    text.hasPrefix(ExpectedLine.Mark.prompt)
      || text.trimmingTrailingSpace == ExpectedLine.Mark.prompt.trimmingTrailingSpace
  }
}
