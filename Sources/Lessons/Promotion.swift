// --update: what was printed becomes what is expected, where that was written out literally.

/// A lesson's text with literal lines brought up to date.
package struct Promotion: Sendable, Equatable {
  /// The whole file; byte for byte as before but for the rewritten lines.
  package var text: String
  /// Lines of the old text that were rewritten or taken out, from 1.
  package var rewritten: [Int]
  /// Lines that still do not fit, because they are claims of their author: wildcards, tolerances
  /// and expected problems.
  package var unresolved: [Int]

  /// Rewrites the lines expected of `steps` that differ from what was `printed`. Steps that failed
  /// or that expect nothing are left alone.
  package init(_ text: String, steps: [(step: TypedLine, printed: Printed, captures: Captures)]) {
    var lines = SourceLine.lines(of: text)
    var edits = Edits()
    for (step, printed, captures) in steps
    where !step.expected.isEmpty && printed.problem == nil {
      edits.bring(step.expected, to: printed, captures)
    }
    let ending = lines.first?.ending ?? "\n"
    for edit in edits.list.sorted(by: { $0.line > $1.line })
    where lines.indices.contains(edit.line - 1) {
      lines.replaceLine(edit, ending: ending)
    }
    self.text = lines.map { $0.text + $0.ending }.joined()
    rewritten = edits.list.filter { $0.isRemoval || $0.replacement != nil }.map(\.line).sorted()
    unresolved = edits.unresolved.sorted()
  }
}

/// What happens to one line of the file.
private struct Edit {
  /// From 1.
  var line: Int
  /// How many characters of indentation stand before the text of the block.
  var indentation: Int
  /// What stands there instead; nil to keep the line.
  var replacement: String?
  var isRemoval = false
  /// Lines that come before it, and after it.
  var before: [String] = []
  var after: [String] = []
}

private struct Edits {
  var list: [Edit] = []
  var unresolved: [Int] = []

  mutating func bring(_ all: [ExpectedLine], to printed: Printed, _ captures: Captures) {
    guard case .differs(let mismatch) = Matcher.match(all, printed, captures: captures) else {
      return
    }
    if case .noProblem = mismatch.reason {
      unresolved.append(mismatch.line ?? all[0].line)
      return
    }
    let matcher = Matcher(all, printed, captures)
    let expected = matcher.expected
    let texts = printed.lines.droppingEnds(where: \.isBlank)
    var pending: [String] = []
    var last: Int?
    for step in Alignment(expected, matcher.printed, captures: captures).steps {
      switch step {
      case .surplus(let j): pending.append(Self.harmless(texts[j]))
      case .anyLines(let i, _): add(expected[i], before: &pending, last: &last)
      case .missing(let i):
        add(expected[i], before: &pending, last: &last) { edit in
          edit.isRemoval = true
        }
      case .pair(let i, let j, let distance):
        add(expected[i], before: &pending, last: &last) { edit in
          if distance > 0 { edit.replacement = Self.harmless(texts[j]) }
        }
      }
    }
    if let last { list[last].after = pending }
  }

  /// Adds an edit of `line`; a change only where the line is literal.
  private mutating func add(
    _ line: ExpectedLine, before: inout [String], last: inout Int?,
    change: (inout Edit) -> Void = { _ in }
  ) {
    var edit = Edit(line: line.line, indentation: line.column - 1)
    change(&edit)
    if edit.isRemoval || edit.replacement != nil, !line.isLiteral {
      unresolved.append(line.line)
      edit.isRemoval = false
      edit.replacement = nil
    }
    edit.before = before
    before = []
    last = list.count
    list.append(edit)
  }

  /// A printed line such that it is not taken for a mark of the format.
  private static func harmless(_ line: String) -> String { PrintedMark.disarmed(line) }
}

extension [SourceLine] {
  fileprivate mutating func replaceLine(_ edit: Edit, ending: String) {
    let index = edit.line - 1
    let old = self[index]
    let indentation = String(old.text.prefix(edit.indentation))
    func new(_ text: String) -> SourceLine {
      let standard = old.ending.isEmpty ? ending : old.ending
      return SourceLine(number: old.number, text: indentation + text, ending: standard)
    }
    var lines = edit.before.map(new)
    if let replacement = edit.replacement {
      lines.append(
        SourceLine(number: old.number, text: indentation + replacement, ending: old.ending))
    } else if !edit.isRemoval {
      lines.append(old)
    }
    replaceSubrange(index...index, with: lines + edit.after.map(new))
  }
}
