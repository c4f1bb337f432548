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
    let here = Moment(workspace: workspace, cells: cells, statement: moment.statement)
    workspace = moment.workspace
    cells = moment.cells
    moment = here
  }

  /// Drops the oldest moments until what is left fits the bound. Shared tensors count once.
  mutating func forgetTheDistantPast() {
    if past.count > Self.mostMoments { past.removeFirst(past.count - Self.mostMoments) }
    var seen = Set<ObjectIdentifier>()
    var bytes = 0
    for index in past.indices.reversed() {
      for tensor in past[index].workspace.tensors
      where seen.insert(ObjectIdentifier(tensor.buffer)).inserted {
        bytes += tensor.count * 4
      }
      if bytes > Self.historyBound {
        past.removeFirst(index + 1)
        return
      }
    }
  }
}

extension Workspace {
  /// Every tensor that the workspace keeps alive through its models.
  fileprivate var tensors: [Tensor] {
    models.flatMap { model in
      model.network.parameters.tensors + ([model.run] + model.trail).flatMap { run in
        (run?.values ?? []).compactMap { $0 } + (run?.gradients ?? []).compactMap { $0 }
      }
    }
  }
}
