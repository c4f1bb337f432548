// Whether a statement printed what its lesson expects.

import Reports

/// What came of a statement.
package enum Match: Sendable, Equatable {
  /// As expected; with the captures of before and those made here.
  case fits(Captures)
  case differs(Mismatch)
}

/// Compares printed lines with expected ones, line by line.
///
/// Nothing expected means that success is required and no more. Blank lines before the first and
/// after the last line do not count, on both sides. `...` takes the fewest lines with which the
/// lines after it, up to the next `...`, fit; so a match takes time in proportion to expected ×
/// printed lines, whatever the lines are.
package struct Matcher {
  let expected: [ExpectedLine]
  let printed: [PrintedLine]
  private let texts: [String]
  private let problem: Problem?
  private(set) var captures: Captures

  package static func match(
    _ expected: [ExpectedLine], _ printed: Printed, captures: Captures = Captures()
  ) -> Match {
    var matcher = Matcher(expected, printed, captures)
    return matcher.match(expected)
  }

  init(_ expected: [ExpectedLine], _ printed: Printed, _ captures: Captures) {
    self.expected = expected.filter { line in
      if case .problem = line.meaning { return false }
      return true
    }.droppingEnds(where: \.isBlank)
    texts = printed.lines.droppingEnds(where: \.isBlank)
    self.printed = texts.map { PrintedLine($0) }
    problem = printed.problem
    self.captures = captures
  }

  private mutating func match(_ all: [ExpectedLine]) -> Match {
    if let reason = problemReason(all) {
      return .differs(Mismatch(reason.reason, line: reason.line, rows: rows(nil)))
    }
    if expected.isEmpty { return .fits(captures) }
    if let miss = firstMiss() {
      let line = miss.expected < expected.count ? expected[miss.expected].line : expected.last?.line
      return .differs(Mismatch(miss.reason, line: line, rows: rows(miss)))
    }
    return .fits(captures)
  }

  // MARK: Problems

  private mutating func problemReason(
    _ all: [ExpectedLine]
  ) -> (reason: Mismatch.Reason, line: Int?)? {
    for line in all {
      guard case .problem(let kind, let words) = line.meaning else { continue }
      guard let problem else { return (.noProblem(kind: kind), line.line) }
      let spoken = PrintedLine(problem.message)
      let comparison = words.compare(with: spoken, captures: captures)
      if problem.kind.rawValue == kind, words.pieces.isEmpty || comparison.isFit {
        keep(comparison)
        return nil
      }
      return (.otherProblem(expected: line.text, problem), line.line)
    }
    return problem.map { (.unexpectedProblem($0), nil) }
  }

  private mutating func keep(_ comparison: LineComparison) {
    guard case .fits(let caught) = comparison else { return }
    for (name, text) in caught { captures.keep(text, as: name) }
  }

  // MARK: Lines

  /// Where matching stopped. `expected` is the number of expected lines if they all fit and more
  /// was printed.
  struct Miss {
    var expected: Int
    var reason: Mismatch.Reason
  }

  /// Places the stretches between `...` one after the other; nil when all found their place.
  private mutating func firstMiss() -> Miss? {
    let stretches = expected.indices.split(omittingEmptySubsequences: false) {
      expected[$0].meaning == .anyLines
    }
    var start = 0
    for (index, stretch) in stretches.enumerated() {
      let isLast = index == stretches.count - 1
      if index > 0, isLast { start = max(start, printed.count - stretch.count) }
      let searches = index > 0 && !isLast
      if let miss = place(stretch, at: start, searches: searches) { return miss }
      start += stretch.count
      if searches { start = found }
    }
    guard start < printed.count else { return nil }
    return Miss(expected: expected.count, reason: .surplus(texts[start]))
  }

  /// The line after the stretch that was placed last.
  private var found = 0

  /// Fits `stretch` to the printed lines from `first`, or from any later line if it may search.
  private mutating func place(
    _ stretch: Range<Int>.SubSequence, at first: Int, searches: Bool
  ) -> Miss? {
    var best: Miss?
    var start = first
    repeat {
      let before = captures
      let miss = fit(stretch, at: start)
      if miss == nil {
        found = start + stretch.count
        return nil
      }
      if searches { captures = before }
      if best == nil || (miss?.expected ?? 0) > (best?.expected ?? 0) { best = miss }
      start += 1
    } while searches && start + stretch.count <= printed.count
    return best
  }

  private mutating func fit(_ stretch: Range<Int>.SubSequence, at start: Int) -> Miss? {
    for (offset, index) in stretch.enumerated() {
      guard let pattern = expected[index].pattern else { continue }
      let position = start + offset
      guard position < printed.count else {
        return Miss(expected: index, reason: .missing(expected[index].text))
      }
      let comparison = pattern.compare(with: printed[position], captures: captures)
      if let reason = Mismatch.Reason(comparison, printed: texts[position]) {
        return Miss(expected: index, reason: reason)
      }
      keep(comparison)
    }
    return nil
  }

  // MARK: Telling

  private func rows(_ miss: Miss?) -> [DifferenceRow] {
    if expected.isEmpty { return texts.prefix(Mismatch.mostRows).map { .init(.printed, $0) } }
    let alignment = Alignment(expected, printed, captures: captures)
    return alignment.rows(expected: expected.map(\.text), printed: texts, captures)
  }
}

extension Array {
  func droppingEnds(where isDropped: (Element) -> Bool) -> [Element] {
    guard let first = firstIndex(where: { !isDropped($0) }),
      let last = lastIndex(where: { !isDropped($0) })
    else { return [] }
    return Array(self[first...last])
  }
}
