// Which characters drawings may be made of.

/// The characters that a terminal can show.
package enum Glyphs: Sendable, Equatable, CaseIterable {
  case unicode
  /// Nothing but printable ASCII, in words as in drawings.
  case ascii

  /// Stands where words were cut.
  var ellipsis: String { choose("…", "..") }
  /// The thin horizontal line.
  var rule: String { choose("─", "-") }
  /// The vertical axis, with and without a number beside it, and where it meets the other axis.
  var axis: String { choose("│", "|") }
  var tick: String { choose("┤", "+") }
  var corner: String { choose("└", "+") }
  /// Points at the line to look at.
  var pointer: String { choose("▸", ">") }
  /// A bar of no length.
  var hairline: Character { choose("│", "|") }
  /// Levels of a sparkline, low to high.
  var levels: [Character] { Array(choose("▁▂▃▄▅▆▇█", ".:-=+*#@")) }
  /// Levels of brightness, dark to bright.
  var shades: [Character] { Array(choose(" ░▒▓█", " .:-=+*#%@")) }

  private func choose<Value>(_ unicode: Value, _ ascii: Value) -> Value {
    switch self {
    case .unicode: unicode
    case .ascii: ascii
    }
  }
}
