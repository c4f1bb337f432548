// Printed lines that look like marks of the format, made harmless by space, which does not count.

/// How printed lines are written into a lesson.
enum PrintedMark {
  /// `line` such that it reads as a printed line inside a block.
  static func disarmed(_ line: String) -> String {
    var line = String(line.map { $0.isNewline ? " " : $0 })
    let bare = line.drop { $0 == " " }
    if bare.hasPrefix("```") || bare.hasPrefix("~~~") {
      // Deeper than any fence may stand.
      return String(repeating: " ", count: Fence.deepestIndentation + 1) + bare
    }
    let marks = [
      ExpectedLine.Mark.prompt.trimmed, ExpectedLine.Mark.problem.trimmed,
      ExpectedLine.Mark.anyLines,
    ]
    if marks.contains(where: { line.hasPrefix($0) }) { line = " " + line }
    return line
  }
}
