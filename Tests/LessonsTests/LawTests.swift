// Laws of matching, of `...`, and of saving a session and reading it again.

import Lessons
import Testing

private let words = [
  "loss", " ", "   ", "4.6", "1e-10", "-3", "conv1.weight", "[32, 3, 8, 8]", "336,196", "nan",
  "-inf",
  "0.5±0.1", "~3e-9×10", "[num:g]", "[<g/10]", "$g", "[..]", "[0.9..1.1]", "[time]", "12 ms", "█▇▅",
  "! syntax: a", "fathom> ", "...", "```", "~~~", "   ...> ", "<!--", "-->", "é", "\t", "{", "\"",
]

private func line(_ generator: inout Generator) -> String {
  generator.several(of: words, most: 6).joined()
}

/// Whether `expected`, words and `...`, fits `printed`: by trying everything.
private func fitsByTrying(_ expected: ArraySlice<String>, _ printed: ArraySlice<String>) -> Bool {
  guard let first = expected.first else { return printed.isEmpty }
  if first == "..." {
    return fitsByTrying(expected.dropFirst(), printed)
      || (!printed.isEmpty && fitsByTrying(expected, printed.dropFirst()))
  }
  return printed.first == first && fitsByTrying(expected.dropFirst(), printed.dropFirst())
}

@Suite struct LawTests {
  @Test func `every printed text matches itself, written literally`() {
    var generator = Generator(seed: 1)
    for _ in 0..<2000 {
      let text = "|" + line(&generator)
      let match = Matcher.match([ExpectedLine(text)], Printed([text]))
      guard case .fits = match else {
        Issue.record("\(text) does not match itself")
        continue
      }
    }
  }

  @Test func `lines that anything meets stand for what a plain search finds`() {
    var generator = Generator(seed: 2)
    for _ in 0..<5000 {
      let expected = ["|"] + generator.several(of: ["a", "b", "...", "..."], most: 7)
      let printed = ["|"] + generator.several(of: ["a", "b"], most: 8)
      let match = Matcher.match(expected.map { ExpectedLine($0) }, Printed(printed))
      #expect(
        (match == .fits(Captures())) == fitsByTrying(expected[...], printed[...]),
        "\(expected) \(printed)")
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `patterns made to be slow are not`() {
    let any =
      (0..<200).flatMap { _ in [ExpectedLine("..."), ExpectedLine("a")] } + [ExpectedLine("b")]
    let printed = Printed(Array(repeating: "a", count: 2000))
    guard case .differs = Matcher.match(any, printed) else {
      Issue.record("it must not match")
      return
    }
    let pattern = ExpectedLine(String(repeating: "[..]a", count: 100) + "b")
    guard case .differs = Matcher.match([pattern], Printed([String(repeating: "a", count: 2000)]))
    else {
      Issue.record("it must not match")
      return
    }
  }

  @Test func `a saved session reads as the statements and output that it had`() {
    var generator = Generator(seed: 3)
    for _ in 0..<500 {
      let entries = (0..<Int.random(in: 0...6, using: &generator)).map { _ -> Notebook.Entry in
        if Int.random(in: 0...3, using: &generator) == 0 {
          return .note(generator.pick(["# no", "- ", "1.", "2) ", ""]) + line(&generator))
        }
        let statement = generator.pick(["forward", "net = stack(\n3, 4)", "a = f(\n(1),\n\n2)"])
        return .typed(
          statement: statement,
          printed: generator.several(of: [line(&generator), "|", ""], most: 5))
      }
      let notebook = Notebook(
        id: "n", title: "T: " + line(&generator), seed: 3, entries: entries)
      let reading = reader.read(LessonWriter.markdown(notebook))
      #expect(reading.mistakes == [])
      #expect(reading.lesson.header.seed == 3)
      expectSame(reading.lesson, notebook)
    }
  }

  private func expectSame(_ lesson: Lesson, _ notebook: Notebook) {
    var steps: [TypedLine] = []
    var paragraphs = 0
    for part in lesson.parts {
      switch part {
      case .transcript(let transcript): steps += transcript.steps
      case .prose(let prose) where prose.kind == .paragraph: paragraphs += 1
      case .prose(let prose): #expect(prose.kind == .heading(1))
      case .prediction, .exercise, .quiz: Issue.record("a session holds no questions")
      }
    }
    var notes = 0
    var rest = steps[...]
    for entry in notebook.entries {
      switch entry {
      case .note(let text): notes += text.allSatisfy(\.isWhitespace) ? 0 : 1
      case .typed(let statement, let printed):
        let step = rest.popFirst()
        #expect(step?.statement.text == statement)
        if case .differs(let mismatch) = Matcher.match(step?.expected ?? [], Printed(printed)) {
          Issue.record("\(printed): \(mismatch.summary)")
        }
      }
    }
    #expect(rest.isEmpty)
    #expect(paragraphs == notes)
  }

  @Test func `what is saved looks like this`() {
    let notebook = Notebook(
      id: Notebook.id(from: "Why depth hurts!"), title: "Why depth hurts!", seed: 7,
      entries: [
        .typed(statement: "data shapes", printed: []), .note("The loss, *first*"),
        .typed(statement: "net = stack(\n3, 4)", printed: ["net: 3 layers"]),
        .typed(statement: "forward", printed: ["loss 2.303", "fathom> is printed here"]),
      ])
    #expect(
      LessonWriter.markdown(notebook) == """
        ---
        fathom: lesson/1
        id: why-depth-hurts
        title: Why depth hurts!
        seed: 7
        ---

        # Why depth hurts!

        ```fathom
        fathom> data shapes
        ```

        The loss, *first*

        ```fathom
        fathom> net = stack(
           ...> 3, 4)
        net: 3 layers
        fathom> forward
        loss 2.303
         fathom> is printed here
        ```

        """)
  }
}
