// A state that can be returned to: the workspace and the cells that made it.

package import Lessons
import Reports

/// The workspace and its notebook at one moment. A value: keeping it costs what changes later.
package struct Snapshot: Sendable {
  package var workspace = Workspace()
  package var cells: [Cell] = []

  package init() {}

  init(workspace: Workspace, cells: [Cell]) {
    self.workspace = workspace
    self.cells = cells
  }
}

/// A state with a name.
package struct Branch: Sendable {
  package var name: String
  package var snapshot: Snapshot
}

extension Session {
  /// The present state.
  package var snapshot: Snapshot { Snapshot(workspace: workspace, cells: cells) }

  /// Goes to another state; `undo` comes back.
  package mutating func go(to snapshot: Snapshot, by statement: String) {
    let before = self
    set(snapshot)
    remember(before, statement: statement)
  }

  mutating func set(_ snapshot: Snapshot) {
    workspace = snapshot.workspace
    cells = snapshot.cells
  }

  package func branch(named name: String) -> Branch? { branches.first { $0.name == name } }

  /// Keeps the present state under `name`, in the place of what was there.
  package mutating func keep(as name: String) {
    let branch = Branch(name: name, snapshot: snapshot)
    if let index = branches.firstIndex(where: { $0.name == name }) {
      branches[index] = branch
    } else {
      branches.append(branch)
    }
  }

  /// A session that has just begun, in the same world.
  package var fresh: Session {
    Session(
      library: context.library, host: context.host, plain: context.plain, shelf: context.shelf)
  }
}

extension Context {
  /// What cells print, as a lesson quotes it, and the problem that ended them.
  package func printed(_ cells: [Cell]) -> Printed {
    var lines: [String] = []
    var problem: Problem?
    for cell in cells {
      switch cell.outcome {
      case .report(let report): lines += plain(report)
      case .problem(let found): problem = found
      }
    }
    return Printed(lines, problem: problem)
  }
}
