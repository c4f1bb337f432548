// Words with measured values in them: `Still starved: {norm(gradient(conv1.weight))}.`

/// A message of a check. `{{` and `}}` stand for braces.
package struct Message: Sendable, Equatable {
  package enum Piece: Sendable, Equatable {
    case words(String)
    /// To be replaced by its value when the message is shown.
    case expression(Phrase)
  }

  package private(set) var pieces: [Piece] = []
  package let source: Phrase
  /// Braces that are not closed or have nothing in them, and closing ones that close nothing.
  private(set) var strayBraces: [Place] = []

  package init(_ source: Phrase) {
    self.source = source
    read()
  }

  private mutating func read() {
    var words = ""
    var rest = source.text[...]
    func place(_ index: String.Index) -> Place { source.suffix(from: index).place }
    while let character = rest.first {
      if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
        words.append(character)
        rest = rest.dropFirst(2)
      } else if character == "{" {
        let start = rest.startIndex
        let inside = rest.dropFirst().prefix { $0 != "}" && $0 != "{" }
        rest = rest[inside.endIndex...]
        guard rest.first == "}", !inside.isBlank else {
          strayBraces.append(place(start))
          words += "{" + inside
          continue
        }
        if !words.isEmpty { pieces.append(.words(words)) }
        words = ""
        pieces.append(
          .expression(Phrase(String(inside), at: place(inside.startIndex)).trimmed))
        rest = rest.dropFirst()
      } else {
        if character == "}" { strayBraces.append(place(rest.startIndex)) }
        words.append(character)
        rest = rest.dropFirst()
      }
    }
    if !words.isEmpty { pieces.append(.words(words)) }
  }

  /// The message with each expression replaced by what `value` says of it.
  package func text(_ value: (String) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .words(let words): words
      case .expression(let phrase): value(phrase.text)
      }
    }.joined()
  }
}
