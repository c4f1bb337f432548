// What the text before the cursor could become, and what Tab makes of it.

package struct Completions: Sendable, Equatable {
  /// How many characters before the cursor a candidate stands in for.
  package var replacing: Int
  package var candidates: [String]
  /// What follows when there is only one candidate. Nothing follows one that ends in `/`, `(` or
  /// `=`, which wants to go on.
  package var suffix: String

  package init(replacing: Int, candidates: [String], suffix: String = " ") {
    self.replacing = replacing
    self.candidates = candidates
    self.suffix = suffix
  }

  package static let none = Completions(replacing: 0, candidates: [])

  /// What Tab does.
  package enum Outcome: Equatable {
    case nothing
    case insert(String)
    case menu([String])
  }

  /// The outcome when `typed` are the characters to be replaced.
  package func outcome(typed: String) -> Outcome {
    guard let first = candidates.first else { return .nothing }
    if candidates.count == 1 {
      let goesOn = first.last.map { "/(=".contains($0) } ?? true
      return .insert(goesOn ? first : first + suffix)
    }
    let common = candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    return common.count > typed.count ? .insert(common) : .menu(candidates)
  }
}

extension String {
  /// The characters with which both begin.
  func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
