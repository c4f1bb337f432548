// The menu of completions and the search through the history, drawn below or in place of the line.

import CEditLine

extension EditedLines {
  /// The screen shows the whole line, the cursor behind it.
  func settled() {
    let next = afterSettling
    afterSettling = .nothing
    let (width, rows) = TerminalFacts.size(environment: [:])
    switch next {
    case .nothing: break
    case .menu(let candidates, let draft):
      let menu = columns(of: candidates, width: width, rows: max(3, rows / 2))
      fathom_print(editor, "\r\n" + menu.joined(separator: "\r\n") + "\r\n")
      replace(with: draft)
    case .search(let draft):
      let height = min(8, max(1, rows - 3))
      let search = HistorySearch(in: history, query: draft.text, rows: height)
      replace(with: run(search, width: width).map { Draft($0) } ?? draft)
    }
  }

  /// Lets the learner search; the list takes the place of the prompt and is gone in the end.
  private func run(_ start: HistorySearch, width: Int) -> String? {
    var search = start
    while true {
      let lines = search.screen(width: width)
      let back = lines.count > 1 ? "\u{1B}[\(lines.count - 1)A" : ""
      let drawn = lines.joined(separator: "\r\n")
      let title = displayWidth(lines[0])
      // Back to the title's row; the cursor stands behind the query.
      fathom_print(editor, "\r\u{1B}[J\(drawn)\(back)\r\u{1B}[\(title)C")
      let outcome = nextSearchKey().map { search.press($0) } ?? .searching
      if outcome == .searching { continue }
      fathom_print(editor, "\r\u{1B}[J")
      if case .picked(let line) = outcome { return line }
      return nil
    }
  }

  /// The next key as the search understands it; nil means nothing.
  private func nextSearchKey() -> HistorySearch.Key? {
    let code = fathom_next_character(editor, -1)
    switch code {
    case Int32(FATHOM_WOKEN):
      guard Interrupts.isRaised else { return nil }
      Interrupts.clear()
      return .cancel
    case ..<0: return .cancel
    case 0x0D, 0x0A, 0x09: return .accept
    case 0x7F, 0x08: return .backspace
    case 0x12, 0x0E: return .down  // ^R, ^N
    case 0x13, 0x10: return .up  // ^S, ^P
    case 0x07: return .cancel  // ^G
    case 0x1B: return arrow()
    case ..<0x20: return nil
    default: return Unicode.Scalar(UInt32(code)).map { .character(Character($0)) }
    }
  }

  /// What ESC begins: an arrow key, or nothing more, which cancels.
  private func arrow() -> HistorySearch.Key? {
    let pause: Int32 = 50
    let introducer = fathom_next_character(editor, pause)
    guard introducer == 0x5B || introducer == 0x4F else { return .cancel }
    switch fathom_next_character(editor, pause) {
    case 0x41: return .up
    case 0x42: return .down
    default: return .cancel
    }
  }
}
