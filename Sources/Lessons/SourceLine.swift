// A file cut into lines such that it can be put together again byte for byte.

/// One line of a file.
struct SourceLine: Sendable, Equatable {
  /// From 1.
  var number: Int
  /// The column at which `text` begins, from 1: more where an indentation was cut off.
  var column = 1
  var text: String
  /// `"\n"`, `"\r\n"`, or nothing at the end of the file.
  var ending: String

  var place: Place { Place(line: number, column: column) }

  /// The text as a phrase.
  var phrase: Phrase { Phrase(text, at: place) }

  var isTooLong: Bool { text.utf8.count > LessonReader.Limit.lineBytes }

  /// The line as far as it is read.
  var bounded: SourceLine {
    guard isTooLong else { return self }
    var line = self
    line.text = String(decoding: text.utf8.prefix(LessonReader.Limit.lineBytes), as: UTF8.self)
    return line
  }

  /// The lines of `text`; joining texts and endings gives `text` again.
  static func lines(of text: String) -> [SourceLine] {
    var lines: [SourceLine] = []
    let bytes = text.utf8
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
      var end = feed ?? bytes.endIndex
      let next = feed.map { bytes.index(after: $0) } ?? bytes.endIndex
      if feed != nil, end > start, bytes[bytes.index(before: end)] == UInt8(ascii: "\r") {
        end = bytes.index(before: end)
      }
      lines.append(
        SourceLine(
          number: lines.count + 1, text: String(text[start..<end]), ending: String(text[end..<next])
        ))
      start = next
    }
    return lines
  }
}
