// The whole live state of a session, as one value.

package import Architectures
package import Datasets
package import Grammars
package import Layers
package import Networks
import Reports
package import Tensors

/// Everything that a command can change. A command gets a draft of it; if the command throws, the
/// draft is dropped and nothing has happened. `undo` is keeping the old value.
package struct Workspace: Sendable, Equatable {
  /// A value with a name.
  package struct Variable: Sendable {
    package var name: String
    package var value: Value
  }

  package var models: [Model] = []
  /// The name of the model that commands mean when they name none.
  package var activeName: String?

  package var dataset: Dataset?
  package var batch: Batch?
  /// The size of `batch` as asked for.
  package var batchSize: Int?
  /// Which batch of the data set's shuffled order is the current one.
  package var batchNumber = 0

  package var objective = Objective.crossEntropy()
  package var optimizer = Optimizer.adam
  package var phase = Phase.training
  package var seed: UInt64 = 0
  /// How many passes have drawn random numbers since `seed`.
  package var draws = 0
  /// How many batches training has taken from the data set's order.
  package var trainedSteps = 0

  package var variables: [Variable] = []
  package var functions: [Function] = []
  /// Layers at which `continue` stops.
  package var breakpoints: [String] = []
  /// Expressions that `step` shows after every step.
  package var watches: [Expression] = []
  package var settings = Settings()

  package init() {}

  /// The source of all random numbers since `seed`.
  package var randomness: Randomness { Randomness(seed: seed) }

  package static func == (left: Workspace, right: Workspace) -> Bool {
    left.models == right.models && left.activeName == right.activeName
      && left.dataset == right.dataset && left.batch == right.batch
      && left.batchSize == right.batchSize && left.batchNumber == right.batchNumber
      && left.objective == right.objective && left.optimizer == right.optimizer
      && left.phase == right.phase
      && left.seed == right.seed && left.draws == right.draws
      && left.trainedSteps == right.trainedSteps
      && left.variables.elementsEqual(right.variables) {
        $0.name == $1.name && $0.value == $1.value
      }
      && left.functions == right.functions && left.breakpoints == right.breakpoints
      && left.watches == right.watches && left.settings == right.settings
  }
}
