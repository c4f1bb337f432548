// What could be typed next, given the text before the cursor and the words that mean something now.

import Reports

/// Candidates for the word at the cursor.
package struct Completion: Sendable, Equatable {
  /// A word that could stand there, and what it is, for a menu.
  package struct Candidate: Sendable, Equatable {
    package var text: String
    package var summary: String

    package init(_ text: String, _ summary: String = "") {
      self.text = text
      self.summary = summary
    }
  }

  /// The characters of the text that a candidate replaces, counted from 0; empty at the cursor for
  /// a new word.
  package var range: Range<Int>
  package var candidates: [Candidate]
  /// Where a file is wanted: the beginning of its path, as typed inside the quotes. The caller, who
  /// can see files, completes it; `range` then covers the path without its quote.
  package var filePrefix: String?

  package init(range: Range<Int>, candidates: [Candidate], filePrefix: String? = nil) {
    self.range = range
    self.candidates = candidates
    self.filePrefix = filePrefix
  }
}

/// What could stand at the end of `text`, the text before the cursor.
package func complete(_ text: String, in vocabulary: Vocabulary) -> Completion {
  let characters = Array(text)
  var tokens = Lexer.tokens(of: characters)
  tokens.removeLast()
  if case .unclosedString(let path) = tokens.last?.kind, let string = tokens.popLast() {
    let wanted = Wanted(after: tokens[...], in: vocabulary)
    return Completion(
      range: string.place.column..<characters.count, candidates: [],
      filePrefix: wanted.takesFile ? path : nil)
  }
  let rest = characters[((tokens.last?.place.end ?? 1) - 1)...]
  if rest.reversed().prefix(while: { !$0.isNewline }).contains("#") {
    return Completion(range: characters.count..<characters.count, candidates: [])
  }
  let length = characters.reversed().prefix { $0.continuesWord }.count
  let start = characters.count - length
  let prefix = String(characters[start...])
  let wanted = Wanted(after: tokens.prefix { $0.place.column <= start }, in: vocabulary)
  return Completion(
    range: start..<characters.count, candidates: wanted.candidates(beginningWith: prefix))
}

extension Character {
  fileprivate var continuesWord: Bool { isLetter || isNumber || self == "_" || self == "." }
}
