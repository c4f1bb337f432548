// A lesson, a notebook and a test: what one Markdown file says.

/// A file in the format `lesson/1`, read.
package struct Lesson: Sendable, Equatable {
  package var header: Header
  /// In the order of the file.
  package var parts: [Part]

  package enum Part: Sendable, Equatable {
    case prose(Prose)
    case transcript(Transcript)
    case prediction(Prediction)
    case exercise(Exercise)
    case quiz(Quiz)
  }

  /// What stands between the two `---` at the top.
  package struct Header: Sendable, Equatable {
    package var id = ""
    package var title = ""
    /// Lessons that should come before.
    package var needs: [Phrase] = []
    /// Ideas that it teaches.
    package var teaches: [Phrase] = []
    /// How long it takes.
    package var minutes: Int?
    /// The seed that its session starts with.
    package var seed: Int?
    /// Keys that mean nothing.
    package var unknownKeys: [Phrase] = []
  }
}

/// A stretch of text between blocks, to be shown one at a time.
package struct Prose: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Level 1 to 6.
    case heading(Int)
    case paragraph
    /// One item of a list: its marker (`-`, `2.`) and how deep the list is nested, from 0.
    case item(marker: String, depth: Int)
    /// A code block of another language, to be shown as it stands.
    case code(language: String)
  }

  package var kind: Kind
  /// Markdown with inline markup; lines of a paragraph are joined by spaces. Data, whatever it
  /// holds: whoever shows it must keep control characters from acting.
  package var text: String
  /// The line where it begins.
  package var line: Int

  package init(_ kind: Kind, _ text: String, line: Int) {
    self.kind = kind
    self.text = text
    self.line = line
  }
}

/// Typed lines and what they print.
package struct Transcript: Sendable, Equatable {
  /// Whether it only prepares what the lesson is about; it is run without being shown.
  package var isSetup: Bool
  package var steps: [TypedLine]
  /// Where its fence stands.
  package var place: Place
}

/// What is typed at one prompt.
package struct TypedLine: Sendable, Equatable {
  /// Without prompts; with line breaks where it goes on. `$name` stands for captured numbers.
  package var statement: Phrase
  /// None: success is all that is required.
  package var expected: [ExpectedLine]

  /// The line of the file, from 1.
  package var line: Int { statement.place.line }
}

/// A question about what a statement will do, asked before it is run.
package struct Prediction: Sendable, Equatable {
  package var id: Phrase
  package var ask: Phrase
  package var options: [Phrase]
  /// What is run once the learner has chosen.
  package var steps: [TypedLine]
  /// What must hold after the steps for the truth to be the truth.
  package var checks: [Check]
  /// One of the options.
  package var truth: Phrase
  package var say: Phrase?
}

/// A task for the learner, judged by conditions on the live state.
package struct Exercise: Sendable, Equatable {
  package var id: Phrase
  package var goal: Phrase
  /// Statements that set the scene; the checks must fail after them.
  package var start: Phrase?
  /// Conditions that must hold in the end.
  package var checks: [Check]
  /// Conditions that must not hold in the end.
  package var never: [Check]
  /// In the order in which they are given.
  package var hints: [Phrase]
  package var conditionalHints: [ConditionalHint]
  package var solutions: [Phrase]
  package var wrongs: [Wrong]
  package var say: Phrase?

  /// A hint that is given when a condition holds.
  package struct ConditionalHint: Sendable, Equatable {
    package var condition: Phrase
    package var text: Phrase
  }

  /// A wrong answer: it must fail the checks and fire the hint.
  package struct Wrong: Sendable, Equatable {
    package var statements: Phrase
    /// The condition of the hint, or words that stand in a hint or in a check's message.
    package var fires: Phrase
  }
}

/// A condition, and what to say to who does not meet it.
package struct Check: Sendable, Equatable {
  package var condition: Phrase
  package var message: Message
}

/// A question with options.
package struct Quiz: Sendable, Equatable {
  package var id: Phrase
  package var ask: Phrase
  package var options: [Option]

  package struct Option: Sendable, Equatable {
    package var isRight: Bool
    package var text: Phrase
    /// What is said to who chose it; empty when the author forgot.
    package var feedback: Phrase
  }
}
