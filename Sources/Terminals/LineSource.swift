// Where lines come from: an editor on a terminal, or a pipe.

/// A source of statements. One text may hold several lines when it was pasted or is one statement
/// that goes on over lines.
package protocol LineSource {
  /// Waits for the next line. The prompt is one row.
  mutating func next(prompt: String) -> Line
}

package enum Line: Sendable, Equatable {
  /// A line without its line break.
  case text(String)
  /// There will be no more.
  case endOfFile
  /// Ctrl-C was pressed; what was typed is dropped.
  case interrupted
  /// Reading failed, with the system's reason.
  case failed(String)
}
