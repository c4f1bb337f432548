// What one statement has to say: a kind, structured data, and blocks to be shown.

/// The answer to one statement. It knows nothing of terminals: no escape codes, no widths.
package struct Report: Sendable, Equatable {
  /// What kind of answer it is, such as "forward"; `data` has the same keys for the same kind.
  package var kind: String
  /// The facts, for programs.
  package var data: Datum
  /// The same facts for people, in reading order.
  package var blocks: [Block]
  /// Remarks for a person at the prompt: they are not part of the result, so scripts, lessons and
  /// saved notebooks do without them.
  package var asides: [Block]

  package init(
    kind: String, data: Datum = .record([]), blocks: [Block] = [], asides: [Block] = []
  ) {
    self.kind = kind
    self.data = data
    self.blocks = blocks
    self.asides = asides
  }
}

/// One thing to look at. Renderers switch over it without a `default`.
package enum Block: Sendable, Equatable {
  /// A paragraph; the renderer breaks it into lines.
  case text(Text)
  /// Lines that must stand as they are: notation, a formula, a transcript.
  case verbatim(String)
  case table(Table)
  case bars(BarChart)
  case waterfall(Waterfall)
  case histogram(Histogram)
  case curves(CurveChart)
  case images(ImageGrid)
}

/// A run of words with roles instead of colors.
package struct Text: Sendable, Equatable, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation
{
  /// What a span is for; a renderer may color it, and must be readable without.
  package enum Role: Sendable, Equatable {
    case plain, heading, strong, faint, good, bad, code
  }

  /// Some words in one role.
  package struct Span: Sendable, Equatable {
    package var words: String
    package var role: Role

    package init(_ words: String, _ role: Role = .plain) {
      self.words = words
      self.role = role
    }
  }

  package var spans: [Span]

  package init(_ words: String, _ role: Role = .plain) { spans = [Span(words, role)] }
  package init(spans: [Span]) { self.spans = spans }
  package init(stringLiteral value: String) { self.init(value) }

  /// The words alone.
  package var words: String { spans.map(\.words).joined() }

  package static func + (left: Text, right: Text) -> Text { Text(spans: left.spans + right.spans) }
}
