// Session → Markdown that can be read as a notebook, played as a lesson and replayed as a test.

/// A session to be saved.
package struct Notebook: Sendable, Equatable {
  package enum Entry: Sendable, Equatable {
    /// Words between statements; they become a paragraph.
    case note(String)
    /// A statement and the lines that it printed.
    case typed(statement: String, printed: [String])
  }

  package var id: String
  package var title: String
  package var seed: Int?
  package var entries: [Entry]

  package init(id: String, title: String, seed: Int? = nil, entries: [Entry]) {
    self.id = id
    self.title = title
    self.seed = seed
    self.entries = entries
  }

  /// An id made of a title or a file's name: `Why depth hurts!` becomes `why-depth-hurts`.
  package static func id(from title: String) -> String {
    let longest = 60
    let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let id = String(words.joined(separator: "-").prefix(longest))
    return id.isEmpty ? "notebook" : id.last == "-" ? String(id.dropLast()) : id
  }
}

/// Writes the format `lesson/1`. What it writes, `LessonReader` reads: the same statements, and
/// lines that what was printed meets.
package enum LessonWriter {
  package static func markdown(_ notebook: Notebook) -> String {
    var text = header(notebook)
    var block: [(statement: String, printed: [String])] = []
    for entry in notebook.entries {
      switch entry {
      case .typed(let statement, let printed): block.append((statement, printed))
      case .note(let words):
        text += fenced(block)
        block = []
        text += paragraph(words)
      }
    }
    return text + fenced(block)
  }

  private static func header(_ notebook: Notebook) -> String {
    var lines = ["---", "fathom: \(BlockReader.format)", "id: \(notebook.id)"]
    lines.append("title: " + scalar(notebook.title))
    if let seed = notebook.seed { lines.append("seed: \(seed)") }
    lines += ["---", "", "# " + escaped(notebook.title.inOneLine)]
    return lines.joined(separator: "\n") + "\n"
  }

  /// A value of the front matter, in quotes where YAML would take it for something else.
  private static func scalar(_ text: String) -> String {
    let line = text.inOneLine
    let isPlain =
      line.first?.isLetter == true && !line.contains(": ") && !line.contains(" #")
      && line.last != ":"
    if isPlain { return line }
    let escaped = line.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\"" + String(escaped) + "\""
  }

  /// A note as one paragraph. Its inline markup stays; what would make it a heading, a list, a
  /// fence or a comment is escaped.
  private static func paragraph(_ words: String) -> String {
    let line = words.inOneLine
    return line.isEmpty ? "" : "\n" + escaped(line) + "\n"
  }

  private static func escaped(_ line: String) -> String {
    var line = line.replacing("<!--", with: "\\<!--")
    let marker = line.prefix { !$0.isWhitespace }
    let isNumber = marker.dropLast().allSatisfy(\.isDecimalDigit) && marker.count > 1
    if let last = marker.last, isNumber, last == "." || last == ")" {
      line.insert("\\", at: line.index(before: marker.endIndex))
    } else if let first = line.first, "#-*+>=`~|".contains(first) {
      let isMarkup =
        (first == "*" || first == "`") && !line.hasPrefix("* ") && !line.hasPrefix("```")
      if !isMarkup { line = "\\" + line }
    }
    return line
  }

  private static func fenced(_ block: [(statement: String, printed: [String])]) -> String {
    if block.isEmpty { return "" }
    var lines: [String] = []
    for (statement, printed) in block {
      let typed = statement.split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      for (index, part) in typed.enumerated() {
        lines.append(
          (index == 0 ? ExpectedLine.Mark.prompt : ExpectedLine.Mark.continuation) + part)
      }
      lines += printed.map { PrintedMark.disarmed($0) }
    }
    return (["", "```fathom"] + lines + ["```", ""]).joined(separator: "\n")
  }
}

extension String {
  /// Runs of space and line breaks made one space.
  fileprivate var inOneLine: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
