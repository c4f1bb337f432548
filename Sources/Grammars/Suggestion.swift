// The known word that a mistyped one was probably meant to be.

/// The candidate nearest to `word`: the one with the fewest slips of the finger (a letter missing,
/// added, replaced, or two exchanged), if they are few for its length; else the shortest one that
/// begins with `word`. Letter case does not count; of equals the first wins.
package func nearest(to word: String, among candidates: [String]) -> String? {
  let letters = Array(word.lowercased())
  guard letters.count >= 2, letters.count <= 64 else { return nil }
  var limit = min(3, (letters.count + 1) / 3)
  var best: String?
  var extended: String?
  for candidate in candidates {
    let other = Array(candidate.lowercased())
    if abs(other.count - letters.count) <= limit, !other.isEmpty {
      let slips = slips(letters, other)
      if slips <= limit, best == nil || slips < limit {
        best = candidate
        limit = slips
      }
    }
    if other.starts(with: letters), other.count < extended?.count ?? .max {
      extended = candidate
    }
  }
  return best ?? extended
}

/// The hint of a problem with an unknown word.
package func didYouMean(_ word: String, among candidates: [String]) -> String? {
  nearest(to: word, among: candidates).map { "did you mean '\($0)'?" }
}

/// How many slips lead from `a` to `b`, an exchange of neighbours counting once.
private func slips(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    row.reserveCapacity(b.count + 1)
    for j in 1...b.count {
      let changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      var cost = min(changed, last[j] + 1, row[j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        cost = min(cost, beforeLast[j - 2] + 1)
      }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
