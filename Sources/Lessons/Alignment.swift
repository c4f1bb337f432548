// Expected and printed lines put side by side with the least difference.

/// Which printed line stands beside which expected one.
struct Alignment {
  enum Step: Equatable {
    /// Side by side, fitting or not.
    case pair(expected: Int, printed: Int, distance: Int)
    /// Expected, and not printed.
    case missing(expected: Int)
    /// Printed, and not expected.
    case surplus(printed: Int)
    /// A `...` that takes none or several lines.
    case anyLines(expected: Int, printed: Range<Int>)
  }

  let steps: [Step]
  private let comparisons: [[LineComparison?]]

  /// How many pairs of lines are compared at most; beyond, lines stand beside each other in order.
  private static let mostPairs = 250_000
  /// What lines cost. A pair with other words costs as much as a missing line, so that a line after
  /// `...` is put beside the last one printed instead of being missed; and less than a missing and a
  /// surplus line, while two pairs with other words cost more, so that a line that fits is found.
  private static let missingCost = 5
  private static let surplusCost = 3
  private static let pairCosts = [0, 1, 5]

  init(_ expected: [ExpectedLine], _ printed: [PrintedLine], captures: Captures) {
    guard expected.count * printed.count <= Self.mostPairs else {
      comparisons = []
      steps = Self.inOrder(expected.count, printed.count) { index in
        expected[index].pattern?.compare(with: printed[index], captures: captures).distance ?? 2
      }
      return
    }
    let comparisons = expected.map { line in
      printed.map { line.pattern?.compare(with: $0, captures: captures) }
    }
    self.comparisons = comparisons
    steps = Self.cheapest(expected, printed.count) { comparisons[$0][$1]?.distance ?? 2 }
  }

  private static func inOrder(
    _ expected: Int, _ printed: Int, distance: (Int) -> Int
  ) -> [Step] {
    let common = min(expected, printed)
    return (0..<common).map { .pair(expected: $0, printed: $0, distance: distance($0)) }
      + (common..<expected).map { .missing(expected: $0) }
      + (common..<printed).map { .surplus(printed: $0) }
  }

  /// The cheapest way through, found backwards from the ends of both.
  private static func cheapest(
    _ expected: [ExpectedLine], _ printedCount: Int, distance: (Int, Int) -> Int
  ) -> [Step] {
    let rows = expected.count
    var costs = [[Int]](repeating: Array(repeating: 0, count: printedCount + 1), count: rows + 1)
    for j in 0..<printedCount { costs[rows][j] = (printedCount - j) * surplusCost }
    func isAny(_ index: Int) -> Bool { expected[index].meaning == .anyLines }
    for i in stride(from: rows - 1, through: 0, by: -1) {
      costs[i][printedCount] = costs[i + 1][printedCount] + (isAny(i) ? 0 : missingCost)
      for j in stride(from: printedCount - 1, through: 0, by: -1) {
        costs[i][j] =
          isAny(i)
          ? min(costs[i + 1][j], costs[i][j + 1])
          : min(
            costs[i + 1][j + 1] + pairCosts[distance(i, j)],
            min(costs[i + 1][j] + missingCost, costs[i][j + 1] + surplusCost))
      }
    }
    var steps: [Step] = []
    var i = 0
    var j = 0
    while i < rows || j < printedCount {
      if i < rows, isAny(i) {
        let start = j
        while costs[i][j] != costs[i + 1][j] { j += 1 }
        steps.append(.anyLines(expected: i, printed: start..<j))
        i += 1
      } else if i < rows, j < printedCount,
        costs[i][j] == costs[i + 1][j + 1] + pairCosts[distance(i, j)]
      {
        steps.append(.pair(expected: i, printed: j, distance: distance(i, j)))
        i += 1
        j += 1
      } else if i < rows, costs[i][j] == costs[i + 1][j] + missingCost {
        steps.append(.missing(expected: i))
        i += 1
      } else {
        steps.append(.surplus(printed: j))
        j += 1
      }
    }
    return steps
  }

  // MARK: Showing

  /// Lines that fit and are further than this from a difference are left out.
  private static let context = 2

  func rows(expected: [String], printed: [String], _ captures: Captures) -> [DifferenceRow] {
    let blocks = steps.map { block($0, expected, printed) }
    let differs = steps.map { step in
      switch step {
      case .pair(_, _, let distance): distance > 0
      case .missing, .surplus: true
      case .anyLines: false
      }
    }
    var rows: [DifferenceRow] = []
    var isInGap = false
    for (index, block) in blocks.enumerated() {
      let near = max(0, index - Self.context)...min(blocks.count - 1, index + Self.context)
      let isShown = differs[near].contains(true)
      if isShown {
        rows += block
      } else if !isInGap {
        rows.append(.init(.gap, "lines that fit"))
      }
      isInGap = !isShown
      if rows.count >= Mismatch.mostRows {
        return rows.prefix(Mismatch.mostRows) + [.init(.gap, "and so on")]
      }
    }
    return rows
  }

  private func block(_ step: Step, _ expected: [String], _ printed: [String]) -> [DifferenceRow] {
    switch step {
    case .pair(_, let j, 0): [.init(.same, printed[j])]
    case .pair(let i, let j, _):
      [.init(.expected, expected[i]), .init(.printed, printed[j])] + remarks(i, j)
    case .missing(let i): [.init(.expected, expected[i])]
    case .surplus(let j): [.init(.printed, printed[j])]
    case .anyLines(let i, _): [.init(.same, expected[i])]
    }
  }

  /// Marks under a printed line where it differs, and the words for its numbers.
  private func remarks(_ i: Int, _ j: Int) -> [DifferenceRow] {
    guard comparisons.indices.contains(i) else { return [] }
    switch comparisons[i][j] {
    case .numbersDiffer(let deviations):
      return [.init(.remark, carets(deviations.map { ($0.column, $0.printed.count) }))]
        + deviations.map { .init(.remark, $0.summary) }
    case .wordsDiffer(_, let column): return [.init(.remark, carets([(column, 1)]))]
    case .fits, nil: return []
    }
  }

  private func carets(_ stretches: [(column: Int, length: Int)]) -> String {
    var text = ""
    for (column, length) in stretches {
      text += String(repeating: " ", count: max(0, column - 1 - text.count))
      text += String(repeating: "^", count: max(1, length))
    }
    return text
  }
}
