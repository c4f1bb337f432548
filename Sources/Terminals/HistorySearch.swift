// Ctrl-R: a pick-list of earlier lines that narrows while one types.

/// The state of a search, apart from any terminal.
package struct HistorySearch {
  private let history: History
  private let rows: Int
  package private(set) var query: String
  package private(set) var matches: [String]
  package private(set) var selection = 0

  package init(in history: History, query: String, rows: Int) {
    self.history = history
    self.rows = max(1, rows)
    self.query = query
    matches = history.matching(query)
  }

  package enum Key: Sendable, Equatable {
    case character(Character)
    case backspace, up, down, accept, cancel
  }

  package enum Outcome: Sendable, Equatable {
    case searching
    case picked(String)
    case cancelled
  }

  package mutating func press(_ key: Key) -> Outcome {
    switch key {
    case .character(let character): search(for: query + String(character))
    case .backspace: search(for: String(query.dropLast()))
    case .down: selection = min(selection + 1, max(0, matches.count - 1))
    case .up: selection = max(selection - 1, 0)
    case .cancel: return .cancelled
    case .accept:
      return matches.indices.contains(selection) ? .picked(matches[selection]) : .cancelled
    }
    return .searching
  }

  private mutating func search(for query: String) {
    self.query = query
    matches = history.matching(query)
    selection = 0
  }

  /// The list as it stands: the query's row, then matches, the newest first.
  package func screen(width: Int) -> [String] {
    let first = max(0, selection - rows + 1)
    let list = matches.indices.dropFirst(first).prefix(rows).map { index in
      let oneLine = matches[index].split(separator: "\n").joined(separator: " | ")
      return clipped((index == selection ? "> " : "  ") + oneLine, to: width - 1)
    }
    let title = "search: \(query)"
    return [clipped(title, to: width - 1)] + (list.isEmpty ? ["  nothing matches"] : list)
  }
}
