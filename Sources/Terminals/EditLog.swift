// The drafts that were, for undo of edits.

/// Remembers the drafts of one line as they come to rest, a word of typing as one step.
package struct EditLog {
  private var drafts: [Draft] = []
  private var isTyping = false
  /// Older drafts are forgotten.
  private static let limit = 1000

  package init() {}

  /// Takes note of the draft as it is now; the same text again only moves the cursor.
  package mutating func record(_ draft: Draft) {
    guard let last = drafts.last else {
      drafts = [draft]
      return
    }
    guard draft.text != last.text else {
      drafts[drafts.count - 1] = draft
      return
    }
    let continues = isTyping && isLetterTyped(from: last, to: draft)
    isTyping = isLetterTyped(from: last, to: draft)
    if continues { drafts.removeLast() }
    drafts.append(draft)
    if drafts.count > Self.limit { drafts.removeFirst() }
  }

  /// The draft before the last edit, or nil if there was none.
  package mutating func undo() -> Draft? {
    guard drafts.count > 1 else { return nil }
    drafts.removeLast()
    isTyping = false
    return drafts.last
  }

  private func isLetterTyped(from old: Draft, to new: Draft) -> Bool {
    new.cursor == old.cursor + 1
      && new.beforeCursor.dropLast() == old.beforeCursor[...]
      && new.afterCursor == old.afterCursor
      && new.beforeCursor.last?.isWhitespace == false
  }
}
