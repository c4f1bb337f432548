// Undo and redo: old workspaces, kept as long as they are not too large.

import Networks
package import Reports
import Tensors

extension Session {
  /// Memory that old workspaces may hold beyond the present one, in bytes.
  private static let historyBound = 2 << 30
  /// How many statements can be undone at most.
  private static let mostMoments = 500

  /// Goes back before the last statement; returns that statement.
  package mutating func undo() throws(Problem) -> String {
    guard var moment = past.popLast() else {
      throw Problem(.notReady, "there is nothing to undo")
    }
    swap(&moment)
    future.append(moment)
    return moment.statement
  }

  /// Does again what was undone last; returns that statement.
  package mutating func redo() throws(Problem) -> String {
    guard var moment = future.popLast() else {
      throw Problem(.notReady, "there is nothing to redo")
    }
    swap(&moment)
    past.append(moment)
    return moment.statement
  }

  private mutating func swap(_ moment: inout Moment) {
    let here = Moment(
      workspace: workspace, cells: cells, player: player, statement: moment.statement,
      bytes: moment.bytes)
    workspace = moment.workspace
    cells = moment.cells
    player = moment.player
    moment = here
  }

  /// Remembers the moment before `statement`, and forgets the oldest ones beyond the bounds.
  mutating func remember(_ before: Session, statement: String) {
    var moment = Moment(
      workspace: before.workspace, cells: before.cells, player: before.player,
      statement: statement, bytes: 0)
    // What the present shares with the moment costs nothing more.
    let present = Set(workspace.tensors.map { ObjectIdentifier($0.storage) })
    for tensor in moment.workspace.tensors where !present.contains(ObjectIdentifier(tensor.storage))
    {
      moment.bytes += tensor.count * 4
    }
    past.append(moment)
    future = []
    var bytes = past.reduce(0) { $0 + $1.bytes }
    while past.count > 1, past.count > Self.mostMoments || bytes > Self.historyBound {
      bytes -= past.removeFirst().bytes
    }
  }
}

extension Workspace {
  /// Every tensor that the workspace keeps alive through its models.
  fileprivate var tensors: [Tensor] {
    models.flatMap { model in
      model.network.parameters.tensors
        + ([model.run] + model.trail).flatMap { run in
          (run?.values ?? []).compactMap { $0 } + (run?.gradients ?? []).compactMap { $0 }
        }
    }
  }
}
