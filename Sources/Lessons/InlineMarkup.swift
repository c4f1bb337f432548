// Emphasis and code within a line of prose, as roles instead of marks.

package import Reports

extension Prose {
  /// The words of `text` with `**strong**`, `*emphasis*` and `` `code` `` as roles, and `\*` as the
  /// plain character. Marks that have no partner stand for themselves.
  package var words: Reports.Text { Self.words(of: text) }

  /// The same for any line of Markdown, such as a hint.
  package static func words(of markdown: String) -> Reports.Text {
    var spans: [Reports.Text.Span] = []
    var plain = ""
    var rest = markdown[...]
    func isWordBefore() -> Bool { plain.last?.isPartOfWord ?? false }
    while let character = rest.first {
      if character == "\\", let next = rest.dropFirst().first, next.isASCII,
        next.isPunctuationOrSymbol
      {
        plain.append(next)
        rest = rest.dropFirst(2)
      } else if let (inside, role, end) = marked(rest, isWordBefore: isWordBefore()) {
        if !plain.isEmpty { spans.append(.init(plain)) }
        plain = ""
        spans.append(.init(inside, role))
        rest = rest[end...]
      } else {
        plain.append(character)
        rest = rest.dropFirst()
      }
    }
    if !plain.isEmpty || spans.isEmpty { spans.append(.init(plain)) }
    return Reports.Text(spans: spans)
  }

  /// The marked stretch that `text` begins with.
  private static func marked(
    _ text: Substring, isWordBefore: Bool
  ) -> (inside: String, role: Reports.Text.Role, end: Substring.Index)? {
    guard let first = text.first, "`*_".contains(first), first != "_" || !isWordBefore else {
      return nil
    }
    let length = min(text.prefix { $0 == first }.count, first == "`" ? .max : 2)
    let mark = String(repeating: first, count: length)
    let rest = text.dropFirst(length)
    guard let close = rest.firstRange(of: mark) else { return nil }
    let inside = rest[..<close.lowerBound]
    if first == "`" { return (inside.trimmed, .code, close.upperBound) }
    guard let start = inside.first, let end = inside.last, !start.isWhitespace, !end.isWhitespace
    else { return nil }
    return (String(inside), .strong, close.upperBound)
  }
}

extension Character {
  fileprivate var isPunctuationOrSymbol: Bool { !isLetter && !isNumber && !isWhitespace }
}
