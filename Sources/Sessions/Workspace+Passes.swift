// Passes of a model over the current batch.

package import Datasets
package import Networks
package import Reports
import Tensors
import Kernels
import Layers

extension Workspace {
  /// The current batch, or what to do to have one.
  package func currentBatch() throws(Problem) -> Batch {
    guard let batch else {
      throw Problem(.notReady, "there is no batch yet", hint: "try: data shapes; batch 32")
    }
    return batch
  }

  /// A pass of `model` over the current batch, at its start.
  package func newRun(of model: Model, memory: Int) throws(Problem) -> Run {
    let batch = try currentBatch()
    let program: Program
    do {
      program = try Program(model.network, input: batch.x.shape, memory: memory)
    } catch { throw error.problem(in: model.network.chain) }
    try checkOutput(program, batch: batch, of: model)
    return Run(
      model.network, program: program, x: batch.x, labels: batch.labels,
      targets: batch.targets, objective: objective, phase: phase,
      randomness: randomness.split(by: "passes").split(by: draws))
  }

  /// The loss needs one logit a class: [N, classes].
  private func checkOutput(
    _ program: Program, batch: Batch, of model: Model
  ) throws(Problem) {
    let output = program.output
    guard output.rank == 2 else {
      throw Problem(
        .shapeMismatch,
        "\(model.name) ends in \(Figures.text(batched: output)), and the loss needs [N, classes]",
        hint: "try: end it with globalavgpool -> dense(\(batch.classes))")
    }
    do {
      try objective.check(scores: output, labels: batch.labels, targets: batch.targets)
    } catch { throw error.problem(of: model, largestLabel: batch.labels.max() ?? 0) }
  }

  /// A finished forward pass of `model` that changes nothing: the one in hand if there is one,
  /// else a new one.
  package func look(at model: Model, host: any Host) throws(Problem) -> Run {
    if let run = model.run, run.isForwardDone { return run }
    var run = try newRun(of: model, memory: host.memory)
    run.finishForward { host.isCancelled }
    try host.checkCancelled()
    try checkFinite(run, of: model)
    return run
  }

  /// The same with the backward pass done.
  package func lookBackward(at model: Model, host: any Host) throws(Problem) -> Run {
    var run = try look(at: model, host: host)
    run.finish { host.isCancelled }
    try host.checkCancelled()
    try checkFinite(run, of: model)
    return run
  }

  /// Refuses a pass that has met nan or inf, on either way, naming who made them.
  package func checkFinite(_ run: Run, of model: Model) throws(Problem) {
    if let autopsy = run.notFinite { throw autopsy.problem(of: model.name) }
  }
}
