// Prose: headings, paragraphs and lists; comments are left out.

/// Collects lines of prose into pieces to be shown one at a time.
struct ProseReader {
  private var pieces: [Prose] = []
  /// Whether the next plain line goes on with the last piece.
  private var isOpen = false
  /// Where a comment began that has not ended.
  private(set) var openComment: Place?

  var isInComment: Bool { openComment != nil }

  mutating func add(_ line: SourceLine) {
    let visible = visible(line)
    if visible.isBlank {
      isOpen = isOpen && !line.text.isBlank  // a line that is all comment ends no paragraph
      return
    }
    let text = visible.trimmed
    if let level = headingLevel(text) {
      let words = text.dropFirst(level).trimmed
      let closing = words.trimmingSuffix("#")
      let isClosed = closing.isEmpty || closing.last?.isWhitespace == true
      pieces.append(Prose(.heading(level), isClosed ? closing.trimmed : words, line: line.number))
      isOpen = false
    } else if let (marker, rest) = item(text) {
      let depth = visible.prefix { $0.isWhitespace }.count / 2
      pieces.append(Prose(.item(marker: marker, depth: depth), rest, line: line.number))
      isOpen = true
    } else if isOpen, let last = pieces.indices.last {
      pieces[last].text += " " + text
    } else {
      pieces.append(Prose(.paragraph, text, line: line.number))
      isOpen = true
    }
  }

  /// What has been collected since the last time.
  mutating func finish() -> [Lesson.Part] {
    defer {
      pieces = []
      isOpen = false
    }
    return pieces.map { .prose($0) }
  }

  /// The line without its comments.
  private mutating func visible(_ line: SourceLine) -> String {
    var result = ""
    var rest = line.text[...]
    while !rest.isEmpty {
      if isInComment {
        guard let end = rest.firstRange(of: "-->") else { return result }
        openComment = nil
        rest = rest[end.upperBound...]
      } else {
        guard let start = String(rest).unquotedComment else { return result + rest }
        result += rest.prefix(start)
        rest = rest.dropFirst(start + 4)
        openComment = Place(line: line.number, column: line.text.count - rest.count - 3)
      }
    }
    return result
  }

  private func headingLevel(_ text: String) -> Int? {
    let level = text.prefix { $0 == "#" }.count
    let after = text.dropFirst(level).first
    return (1...6).contains(level) && (after == nil || after == " ") ? level : nil
  }

  private func item(_ text: String) -> (marker: String, rest: String)? {
    let marker = text.prefix { !$0.isWhitespace }
    let longestNumber = 10
    let isBullet = marker == "-" || marker == "*" || marker == "+"
    let isNumber =
      marker.count > 1 && marker.count <= longestNumber
      && (marker.last == "." || marker.last == ")")
      && marker.dropLast().allSatisfy(\.isDecimalDigit)
    guard isBullet || isNumber, marker.count < text.count else { return nil }
    return (String(marker), text.dropFirst(marker.count).trimmed)
  }
}

extension String {
  /// How many characters stand before a `<!--` that is neither code nor escaped; nil if there is
  /// none.
  fileprivate var unquotedComment: Int? {
    var isCode = false
    var isEscaped = false
    var position = 0
    var rest = self[...]
    while let character = rest.first {
      if !isCode, !isEscaped, rest.hasPrefix("<!--") { return position }
      if character == "`", !isEscaped {
        isCode = isCode ? false : rest.dropFirst().contains("`")
      }
      isEscaped = character == "\\" && !isEscaped && !isCode
      rest = rest.dropFirst()
      position += 1
    }
    return nil
  }

  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var text = self[...]
    while text.last == character { text.removeLast() }
    return String(text)
  }
}
