// What a command takes, as data: read by the parser, help, completion and the tests.

/// What a command takes. One declaration feeds parsing, `help`, completion and catalog tests.
package struct Signature: Sendable, Equatable {
  /// Sections of `help`, in the order in which a learner meets them.
  package enum Group: String, Sendable, Equatable, CaseIterable {
    case data, build, run, look, compare, learn, notebook, lessons, other
  }

  /// What an argument may be.
  package enum Kind: Sendable, Equatable {
    /// Any expression, evaluated by the session to a number.
    case number
    /// The same, and whole.
    case integer
    case boolean
    case string
    /// One of these words.
    case choice([String])
    /// The name of an entry of a list, hyphens and underscores alike, or its number there.
    case entry([String])
    /// A file, in quotes.
    case file
    /// The name of a model, a layer (or a glob over layers), a command, or any other name; not evaluated.
    case model, layer, command, word
    /// Anything, not evaluated here: a condition, a tensor, a chain of layers.
    case expression
    /// The rest of the line, a statement of its own (`time forward`).
    case statement
  }

  /// A place for a value.
  package struct Parameter: Sendable, Equatable {
    package var name: String
    package var kind: Kind
    /// One line for `help`.
    package var summary: String
    /// Operands only: whether it may be missing.
    package var optional: Bool
    /// Operands only, the last one: whether it may stand any number of times.
    package var repeats: Bool

    package init(
      _ name: String, _ kind: Kind, _ summary: String, optional: Bool = false,
      repeats: Bool = false
    ) {
      self.name = name
      self.kind = kind
      self.summary = summary
      self.optional = optional
      self.repeats = repeats
    }
  }

  /// Something that works as typed, with what it is for; each is run by a test.
  package struct Example: Sendable, Equatable {
    /// Statements that must come before it (already valid), such as `data shapes; batch 8`.
    package var setup: String
    package var line: String
    package var meaning: String

    package init(_ line: String, _ meaning: String, after setup: String = "") {
      self.line = line
      self.meaning = meaning
      self.setup = setup
    }
  }

  package var verb: String
  package var group: Group
  /// One sentence, upper case first, ending with a full stop.
  package var summary: String
  /// Further paragraphs for `help VERB`: units, conventions, sources.
  package var discussion: String
  /// Values by position.
  package var operands: [Parameter]
  /// Values by name, `name=value`; all may be missing.
  package var options: [Parameter]
  package var examples: [Example]

  package init(
    _ verb: String, _ group: Group, _ summary: String, discussion: String = "",
    operands: [Parameter] = [], options: [Parameter] = [], examples: [Example] = []
  ) {
    self.verb = verb
    self.group = group
    self.summary = summary
    self.discussion = discussion
    self.operands = operands
    self.options = options
    self.examples = examples
  }
}

/// A command's arguments, all known to its signature, none missing, each of the right kind as far
/// as that can be told without evaluating it.
package struct Call: Sendable, Equatable {
  package var verb: Word
  /// In the order typed; the names of operands are filled in.
  package var arguments: [Argument]
  /// For a signature with a `.statement` operand: that statement.
  package var statement: [Statement]

  package init(verb: Word, arguments: [Argument], statement: [Statement] = []) {
    self.verb = verb
    self.arguments = arguments
    self.statement = statement
  }

  /// The value named `name`, the first if it repeats.
  package subscript(name: String) -> Expression? {
    arguments.first { $0.name?.text == name }?.value
  }

  /// All values named `name`.
  package func all(_ name: String) -> [Expression] {
    arguments.filter { $0.name?.text == name }.map(\.value)
  }
}
