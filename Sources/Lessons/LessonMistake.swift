// What is wrong with a lesson, and where.

/// One mistake of a lesson's author.
package struct LessonMistake: Error, Sendable, Equatable {
  /// Both counted from 1, columns in characters.
  package var line: Int
  package var column: Int
  /// One sentence without a full stop: "this fence is never closed".
  package var message: String
  /// A way on.
  package var hint: String?

  package init(_ message: String, at place: Place, hint: String? = nil) {
    line = place.line
    column = place.column
    self.message = message
    self.hint = hint
  }

  package var place: Place { Place(line: line, column: column) }

  /// `lessons/depth.md:12:3: this fence is never closed`, and the hint in a line of its own.
  package func text(file: String) -> String {
    "\(file):\(line):\(column): \(message)" + (hint.map { "\n  \($0)" } ?? "")
  }
}
