// One line that tells how far long work has come, redrawn in place and gone in the end.

/// A line on standard error; nothing at all unless that is a terminal that can erase.
package struct ProgressLine {
  private let isShown: Bool
  private let columns: Int
  private var lastDrawn: ContinuousClock.Instant?

  /// The shortest time between two drawings.
  private static let pause = Duration.milliseconds(100)

  package init(facts: TerminalFacts) {
    isShown = facts.errorIsTerminal && !facts.isPlain
    columns = facts.columns
  }

  /// Shows `text` in place of the last one, unless that is less than a tenth of a second old.
  package mutating func show(_ text: @autoclosure () -> String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if let lastDrawn, now - lastDrawn < Self.pause { return }
    lastDrawn = now
    try? StandardOutput.error.write("\r\(clipped(text(), to: columns - 1))\u{1B}[K")
  }

  /// Takes the line away.
  package mutating func erase() {
    guard lastDrawn != nil else { return }
    lastDrawn = nil
    try? StandardOutput.error.write("\r\u{1B}[K")
  }
}
