// Editing a cell: it and all that came after it are stale until they are run anew.

package import Grammars
import Lessons
package import Reports

extension Session {
  /// The place in `cells` of the first that was edited and not run since. It and all cells behind
  /// it are stale: what they printed came of another statement.
  package var firstStale: Int? { cells.firstIndex { $0.isEdited } }

  /// The stale cells. Notes are among them only when edited: they say what they always said.
  package var stale: [Cell] {
    guard let firstStale else { return [] }
    return cells[firstStale...].filter { $0.isEdited || !$0.isNote }
  }

  /// Writes another statement into the cell `number`, and runs nothing.
  package mutating func edit(_ number: Int, _ statement: Statement) throws(Problem) {
    guard let index = cells.firstIndex(where: { $0.number == number }) else {
      throw Problem(.unknownWord, "there is no cell \(number)", hint: "'cells' lists them")
    }
    guard !isAboutSession(statement) else {
      throw Problem(.wrongArgument, "'\(statement.source)' is never a cell of a notebook")
    }
    let before = self
    cells[index].statement = statement.source
    cells[index].isEdited = true
    remember(before, statement: "edit \(number) \(statement.source)")
  }

  /// All cells anew from the start, or from the first stale one, and those that gave something else.
  package func rerun() throws(Problem) -> (snapshot: Snapshot, run: Int, changed: [Cell]) {
    var other = fresh
    let unchanged = cells.prefix(firstStale ?? 0)
    if firstStale != nil, let moment = past.last(where: { $0.cells.elementsEqual(unchanged) }) {
      other.set(Snapshot(workspace: moment.workspace, cells: moment.cells))
    }
    let start = other.cells.count
    var changed: [Cell] = []
    for (index, cell) in cells.enumerated().dropFirst(start) {
      let share = Double(index - start) / Double(cells.count - start)
      context.host.progress(share, cell.statement)
      let again = other.submit(cell.statement)
      if let problem = context.printed(again).problem { throw problem.inCell(cell, line: nil) }
      guard let outcome = again.last?.outcome else { continue }
      if outcome != cell.outcome { changed.append(cell) }
    }
    var snapshot = other.snapshot
    for (index, cell) in cells.enumerated() { snapshot.cells[index].number = cell.number }
    return (snapshot, cells.count - start, changed)
  }
}

extension Cell {
  fileprivate var isNote: Bool {
    if case .report(let report) = outcome { return report.kind == "note" }
    return false
  }
}
