// What the keys mean.

import CEditLine

extension EditedLines {
  func pressed(_ key: fathom_key, _ draft: Draft, pasted: String) -> fathom_verdict {
    log.record(draft)
    switch key {
    case FATHOM_KEY_RETURN: return submit(draft)
    case FATHOM_KEY_NEWLINE: return show(draft.inserting("\n"))
    case FATHOM_KEY_TAB: return complete(draft)
    case FATHOM_KEY_UP: return draft.movedUp.map(show) ?? recallOlder(draft)
    case FATHOM_KEY_DOWN: return draft.movedDown.map(show) ?? recallNewer(draft)
    case FATHOM_KEY_RIGHT: return draft.isAtEnd ? acceptSuggestion(draft) : show(draft.movedRight())
    case FATHOM_KEY_END:
      return draft.isAtEnd ? acceptSuggestion(draft) : show(draft.movedToLineEnd)
    case FATHOM_KEY_HOME: return show(draft.movedToLineStart)
    case FATHOM_KEY_DELETE: return show(draft.deletingForward())
    case FATHOM_KEY_CLOSE: return draft.text.isEmpty ? FATHOM_CLOSE : show(draft.deletingForward())
    case FATHOM_KEY_SEARCH: return settle(.search(draft))
    case FATHOM_KEY_UNDO: return log.undo().map(show) ?? FATHOM_REFUSE
    case FATHOM_KEY_PASTE:
      let text = PastedText(
        prompt: prompt, continuation: continuation, isComplete: hooks.isComplete)
      return show(draft.inserting(text.cleaned(pasted)))
    default: return FATHOM_REFUSE
    }
  }

  /// Called before every wait for a key.
  func rest(at draft: Draft) {
    log.record(draft)
    guard draft.isAtEnd else { return fathom_set_ghost(editor, nil) }
    let hint = hooks.hint(draft.text).map { "  " + $0 }
    fathom_set_ghost(editor, hint ?? suggestion(for: draft.text))
  }

  private func show(_ draft: Draft) -> fathom_verdict {
    replace(with: draft)
    return FATHOM_REDRAW
  }

  private func settle(_ next: AfterSettling) -> fathom_verdict {
    afterSettling = next
    if case .search = next { replace(with: Draft("")) }
    return FATHOM_SETTLE
  }

  // MARK: Return

  /// Submits a whole statement; otherwise begins a further line, indented like the first.
  private func submit(_ draft: Draft) -> fathom_verdict {
    guard !draft.text.isEmpty, !hooks.isComplete(draft.text) else { return FATHOM_SUBMIT }
    return show(draft.inserting("\n  "))
  }

  // MARK: Tab

  private func complete(_ draft: Draft) -> fathom_verdict {
    let completions = hooks.complete(draft.beforeCursor)
    let typed = String(draft.beforeCursor.suffix(max(0, completions.replacing)))
    switch completions.outcome(typed: typed) {
    case .nothing: return FATHOM_REFUSE
    case .insert(let text): return show(draft.replacing(last: typed.count, with: text))
    case .menu(let candidates): return settle(.menu(candidates, draft))
    }
  }

  // MARK: History

  /// The nearest older line that begins like the draft from which the walk set out.
  private func recallOlder(_ draft: Draft) -> fathom_verdict {
    let walk = recallWalk(at: draft)
    guard let index = history.older(than: walk.index, beginning: walk.origin.text) else {
      return FATHOM_REFUSE
    }
    recall = (index, walk.origin)
    return show(Draft(history.lines[index]))
  }

  /// The next newer line, and after the newest the draft from which the walk set out.
  private func recallNewer(_ draft: Draft) -> fathom_verdict {
    guard recall != nil else { return FATHOM_REFUSE }
    let walk = recallWalk(at: draft)
    guard let index = history.newer(than: walk.index, beginning: walk.origin.text) else {
      recall = nil
      return show(walk.origin)
    }
    recall = (index, walk.origin)
    return show(Draft(history.lines[index]))
  }

  /// The walk under way, or a new one from this draft if it was edited since.
  private func recallWalk(at draft: Draft) -> (index: Int, origin: Draft) {
    if let recall, history.lines[recall.index] == draft.text { return recall }
    return (history.lines.count, draft)
  }

  /// The rest of the newest line that begins like this one.
  private func suggestion(for text: String) -> String? {
    guard !text.isEmpty, !text.contains("\n"),
      let index = history.older(than: history.lines.count, beginning: text),
      !history.lines[index].contains("\n")
    else { return nil }
    return String(history.lines[index].dropFirst(text.count))
  }

  private func acceptSuggestion(_ draft: Draft) -> fathom_verdict {
    guard hooks.hint(draft.text) == nil, let suggestion = suggestion(for: draft.text) else {
      return FATHOM_REDRAW
    }
    return show(draft.inserting(suggestion))
  }
}
