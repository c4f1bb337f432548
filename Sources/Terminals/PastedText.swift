// Pasted text made fit for the line: a transcript loses its prompts and its outputs.

/// What a paste inserts.
package struct PastedText {
  /// Prompts by which a transcript is known, the continuation prompt included.
  private let prompt: String
  private let continuation: String
  /// Whether a text is a whole statement.
  private let isComplete: (String) -> Bool

  package init(prompt: String, continuation: String, isComplete: @escaping (String) -> Bool) {
    self.prompt = prompt
    self.continuation = continuation
    self.isComplete = isComplete
  }

  /// The text to insert for `pasted`: line breaks as \n, none at the end, tabs as two spaces, no
  /// control characters; if any line starts with the prompt, only what was typed at prompts.
  package func cleaned(_ pasted: String) -> String {
    // Swift takes \r\n for one character, so this works on characters.
    let unified = pasted.map { $0 == "\r\n" || $0 == "\r" ? "\n" : String($0) }.joined()
    let visible = unified.flatMap { character -> String in
      if character == "\t" { return "  " }
      if character == "\n" { return "\n" }
      let isControl = character.unicodeScalars.contains {
        $0.properties.generalCategory == .control
      }
      return isControl ? "" : String(character)
    }
    let lines = String(visible).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    var kept = lines.contains(where: isPrompted) ? typedLines(of: lines) : lines
    while kept.count > 1, kept.last?.isEmpty == true { kept.removeLast() }
    return kept.joined(separator: "\n")
  }

  private func isPrompted(_ line: String) -> Bool {
    line.hasPrefix(prompt) || line == prompt.trimmingTrailingSpaces
  }

  /// What was typed in a transcript: prompted lines, and after them continued ones, for as long as
  /// the statement is not whole.
  private func typedLines(of lines: [String]) -> [String] {
    var typed: [String] = []
    var statement = ""
    for line in lines {
      if isPrompted(line) {
        statement = String(line.dropFirst(prompt.count))
        typed.append(statement)
      } else if line.hasPrefix(continuation) || (!statement.isEmpty && !isComplete(statement)) {
        let more =
          line.hasPrefix(continuation) ? String(line.dropFirst(continuation.count)) : line
        statement += "\n" + more
        typed.append(more)
      }
    }
    return typed
  }
}
