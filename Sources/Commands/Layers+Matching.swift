// Layers by name or glob.

import Grammars
import Networks
import Reports

extension Network {
  /// The names of layers and blocks that `word` means: one name, or all that fit a glob such as
  /// `conv*` (a star stands for any characters).
  func layers(matching word: Word) throws(Problem) -> [String] {
    let names = names
    if word.text.contains("*") {
      let found = names.filter { matches($0, glob: word.text) }
      guard !found.isEmpty else {
        throw Problem(
          .unknownWord, "no layer fits '\(word.text)'",
          hint: "summary lists the layers", place: word.place)
      }
      return found
    }
    guard names.contains(word.text) else {
      throw Problem(
        .unknownWord, "no layer '\(word.text)'",
        hint: nearest(to: word.text, among: names).map { "did you mean '\($0)'?" }
          ?? "summary lists the layers", place: word.place)
    }
    return [word.text]
  }
}

/// Whether `name` fits `glob`, in which `*` stands for any characters.
func matches(_ name: String, glob: String) -> Bool {
  let parts = glob.split(separator: "*", omittingEmptySubsequences: false)
  guard let first = parts.first, let last = parts.last, parts.count > 1 else {
    return name == glob
  }
  guard name.hasPrefix(first), name.count >= first.count + last.count else { return false }
  var rest = name.dropFirst(first.count)
  for part in parts.dropFirst().dropLast() where !part.isEmpty {
    guard let range = rest.firstRange(of: part) else { return false }
    rest = rest[range.upperBound...]
  }
  return rest.hasSuffix(last)
}
