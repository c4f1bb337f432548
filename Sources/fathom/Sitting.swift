// The session at the prompt, and what the line editor may ask of it.

import Foundation
import Grammars
import Reports
import Sessions
import Terminals
import Datasets

/// The session that the editor's hooks look into while a line is typed.
final class Sitting {
  var session: Session

  init(_ session: Session) { self.session = session }

  var hooks: EditedLines.Hooks {
    EditedLines.Hooks(
      isComplete: { isComplete($0) },
      complete: { [self] text in
        let completion = complete(text, in: session.vocabulary)
        let length = completion.range.count
        if let prefix = completion.filePrefix {
          return Completions(
            replacing: length, candidates: files(beginningWith: prefix), suffix: "\"")
        }
        return Completions(replacing: length, candidates: completion.candidates.map(\.text))
      }, hint: { _ in nil })
  }

  /// Paths that begin with `prefix`; folders end in a slash.
  private func files(beginningWith prefix: String) -> [String] {
    let slash = prefix.lastIndex(of: "/")
    let folder = slash.map { String(prefix[...$0]) } ?? ""
    let start = slash.map { String(prefix[prefix.index(after: $0)...]) } ?? prefix
    let host = session.context.host
    let names = (try? host.list(folder.isEmpty ? "." : folder)) ?? []
    return names.filter { $0.hasPrefix(start) && (start.hasPrefix(".") || !$0.hasPrefix(".")) }
      .map { folder + $0 + (host.isFolder(folder + $0) ? "/" : "") }
  }
}
