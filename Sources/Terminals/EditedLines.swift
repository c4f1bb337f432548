// Lines edited at a terminal: completion, history, several lines, paste, undo, hints.

import CEditLine
package import Foundation

/// The prompt with line editing. There may be only one at a time.
///
/// A class, because C calls back into it: libedit keeps the line, this decides what keys mean.
package final class EditedLines: LineSource {
  /// What the prompt asks of the language it serves.
  package struct Hooks {
    /// Whether Return submits the text; otherwise it begins a further line.
    package var isComplete: (String) -> Bool
    /// What the text before the cursor could become.
    package var complete: (String) -> Completions
    /// A word on the text so far, shown dimly behind it; nil shows the history's suggestion.
    package var hint: (String) -> String?

    package init(
      isComplete: @escaping (String) -> Bool = { _ in true },
      complete: @escaping (String) -> Completions = { _ in .none },
      hint: @escaping (String) -> String? = { _ in nil }
    ) {
      self.isComplete = isComplete
      self.complete = complete
      self.hint = hint
    }
  }

  let hooks: Hooks
  let continuation: String
  let isColored: Bool
  private let historyPath: String?
  /// Read when it is first needed, so that the first prompt does not wait for it.
  lazy var history = History(path: historyPath)

  private(set) var editor: OpaquePointer?
  var prompt = ""

  // The state of one line.
  var log = EditLog()
  /// The place in the history that Up has reached, and the draft from which it set out.
  var recall: (index: Int, origin: Draft)?
  /// What is to be done once the screen shows the whole line.
  var afterSettling: AfterSettling = .nothing

  enum AfterSettling {
    case nothing
    case menu([String], Draft)
    case search(Draft)
  }

  /// - Parameters:
  ///   - historyPath: the file that keeps the lines; nil keeps them for the session only.
  ///   - continuation: the prompt for further lines in a transcript, stripped from what is pasted.
  ///   - isColored: whether the prompt may be drawn in bold.
  /// - Returns: nil if the terminal cannot be edited on.
  package init?(
    historyPath: String?, hooks: Hooks, continuation: String = "   ...> ", isColored: Bool = false
  ) {
    self.hooks = hooks
    self.continuation = continuation
    self.isColored = isColored
    self.historyPath = historyPath
    Interrupts.install()
    var calls = fathom_hooks()
    // SAFETY: the editor is closed in deinit, so it never outlives this object.
    calls.context = Unmanaged.passUnretained(self).toOpaque()
    calls.pressed = { context, key, text, cursor, pasted in
      EditedLines.from(context).pressed(
        key, Draft(text: string(text), cursor: Int(cursor)), pasted: string(pasted))
    }
    calls.settled = { context in EditedLines.from(context).settled() }
    calls.resting = { context, text, cursor in
      EditedLines.from(context).rest(at: Draft(text: string(text), cursor: Int(cursor)))
    }
    guard let opened = fathom_open(&calls) else { return nil }
    editor = opened
  }

  deinit {
    if let editor { fathom_close(editor) }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> EditedLines {
    guard let context else { preconditionFailure("libedit lost its owner") }
    // SAFETY: this is the pointer made in init, and its object lives as long as the editor.
    return Unmanaged<EditedLines>.fromOpaque(context).takeUnretainedValue()
  }

  package func next(prompt: String) -> Line {
    Interrupts.clear()
    self.prompt = prompt
    log = EditLog()
    recall = nil
    afterSettling = .nothing
    var text: UnsafePointer<CChar>?
    switch fathom_read(editor, styled(prompt), &text) {
    case FATHOM_ENDING_LINE: return .text(string(text))
    case FATHOM_ENDING_CLOSED: return .endOfFile
    case FATHOM_ENDING_INTERRUPTED:
      Interrupts.clear()
      return .interrupted
    default: return .failed(String(cString: strerror(errno)))
    }
  }

  /// Adds a line to the history and its file.
  package func add(_ text: String, at time: Date = Date()) {
    history.add(text, at: time)
  }

  /// Escape sequences stand between \1; the last character stays outside them, because libedit
  /// forgets a sequence at the end.
  private func styled(_ prompt: String) -> String {
    let words = prompt.trimmingTrailingSpaces
    guard isColored, words.count < prompt.count else { return prompt }
    return "\u{1}\u{1B}[1m\u{1}\(words)\u{1}\u{1B}[0m\u{1}\(prompt.dropFirst(words.count))"
  }

  func replace(with draft: Draft) {
    fathom_replace(editor, draft.text, Int32(draft.cursor))
  }
}

/// A C string, copied; nothing for NULL.
private func string(_ pointer: UnsafePointer<CChar>?) -> String {
  // SAFETY: the shim hands out NUL-terminated strings that are valid during the call.
  pointer.map { String(cString: $0) } ?? ""
}
