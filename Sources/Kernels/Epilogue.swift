// Work on numbers as soon as they are written.

import Synchronization

/// How rows of numbers [rows, columns] are gone through: so many together, whoever does it, that sums
/// over them have the same bits.
package struct RowGroups: Sendable, Equatable {
  package let rows, columns, together: Int

  /// Rows that belong to examples of `inner` each: those of an example, or, where that is but one, as
  /// many as stay in the core's own cache.
  package init(examples: Int, inner: Int, columns: Int) {
    precondition(examples >= 0 && inner > 0 && columns > 0)
    (rows, self.columns) = (examples * inner, columns)
    together = inner > 1 ? inner : max(1, (1 << 16) / columns)
  }

  package var count: Int { (rows + together - 1) / together }

  /// How many groups are worth a thread.
  var grain: Int { max(1, (1 << 15) / max(1, together * columns)) }

  /// The groups that rows consist of.
  func groups(in range: Range<Int>) -> Range<Int> {
    precondition(range.lowerBound % together == 0)
    return range.lowerBound / together..<(range.upperBound + together - 1) / together
  }

  /// The rows of a group.
  func rows(of group: Int) -> Range<Int> {
    group * together..<min(rows, (group + 1) * together)
  }
}

/// Something that is to be done with every row once: by whoever writes them, some at a time, while
/// they are in the core's own cache, or afterwards with all that nobody has done.
package final class Epilogue: Sendable {
  package let groups: RowGroups
  private let work: @Sendable (Visit) -> Void
  private let done = Atomic<Int>(0)

  /// One group on its way.
  struct Visit {
    let group: Int
    /// The numbers of its rows.
    let rows: UnsafeMutablePointer<Float>
    /// Others of as many columns that lie ready, from the same row on.
    let ready: Ready?
  }

  struct Ready {
    let numbers: any Numbers
    var pointer: UnsafePointer<Float>
  }

  /// - Parameter work: may be called for several groups at once.
  init(_ groups: RowGroups, work: @escaping @Sendable (Visit) -> Void) {
    (self.groups, self.work) = (groups, work)
  }

  /// Whether every row has been visited.
  package var isDone: Bool { done.load(ordering: .relaxed) == groups.count }

  /// Whether so many rows of so many numbers are a group.
  func goes(by rows: Int, of columns: Int) -> Bool {
    groups.together == rows && groups.columns == columns
  }

  /// Visits whole groups; `numbers` are those of the rows, and so are those that lie ready.
  func visit(_ rows: Range<Int>, _ numbers: UnsafeMutablePointer<Float>, ready: Ready? = nil) {
    let groups = self.groups.groups(in: rows)
    for group in groups {
      let offset =
        (self.groups.rows(of: group).lowerBound - rows.lowerBound) * self.groups.columns
      work(
        Visit(
          group: group, rows: numbers + offset,
          ready: ready.map { Ready(numbers: $0.numbers, pointer: $0.pointer + offset) }))
    }
    done.add(groups.count, ordering: .relaxed)
  }

  /// Visits all rows, unless they have been.
  package func finish(_ numbers: FloatBuffer) {
    guard !isDone else { return }
    precondition(numbers.count == groups.rows * groups.columns)
    Threads.forEachRange(of: groups.count, grain: groups.grain) { range in
      let first = groups.rows(of: range.lowerBound).lowerBound
      let end = groups.rows(of: range.upperBound - 1).upperBound
      visit(first..<end, numbers.pointer + first * groups.columns)
    }
  }
}

/// A few Float64 numbers for each group, written by whoever works on it.
final class GroupTotals: @unchecked Sendable {
  let width: Int
  private let count: Int
  private let numbers: UnsafeMutablePointer<Double>

  init(groups: Int, width: Int) {
    precondition(groups >= 0 && width >= 0)
    self.width = width
    count = groups * width
    numbers = .allocate(capacity: count)
    numbers.initialize(repeating: 0, count: count)
  }

  deinit { numbers.deallocate() }

  /// The numbers of one group.
  subscript(group: Int) -> UnsafeMutablePointer<Double> {
    precondition(group >= 0 && (group + 1) * width <= count)
    return numbers + group * width
  }

  /// Σ of each number over all groups, in their order.
  var sums: [Double] {
    var sums = [Double](repeating: 0, count: width)
    for start in stride(from: 0, to: count, by: max(1, width)) {
      for index in 0..<width { sums[index] += numbers[start + index] }
    }
    return sums
  }
}
