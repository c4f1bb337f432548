// The session's loss: chosen, used by every pass, undone; targets that a batch brings along.

import Datasets
import Foundation
import Layers
import Networks
import Reports
import Sessions
import Tensors
import Testing

/// Losses are sums in Float64 over scores in Float32.
private let tolerance = 1e-6

@Suite("The session's loss") struct ObjectiveTests {
  /// A number of the last cell's report.
  private func number(
    _ name: String, _ statement: String, in session: inout Session
  ) throws -> Double {
    let cell = try #require(session.submit(statement).last)
    guard case .report(let report) = cell.outcome, case .number(let number)? = report.data[name]
    else {
      Issue.record("\(statement): \(cell.trouble ?? "no \(name)")")
      return .nan
    }
    return number
  }

  @Test(arguments: [
    "forward", "train steps=1", "evaluate", "overfit steps=1 target=1", "backward",
  ])
  func `every command that measures a loss measures the chosen one`(statement: String) throws {
    var losses: [Double] = []
    for choice in ["loss crossentropy", "loss mse", "loss crossentropy smoothing=0.3"] {
      var session = sitting()
      session.submit("\(smallStart); \(choice); forward")
      losses.append(try number("loss", statement, in: &session))
    }
    #expect(losses[0] != losses[1] && losses[1] != losses[2] && losses[0] != losses[2])
  }

  @Test func `the loss of a pass is that of its output`() throws {
    var session = sitting()
    session.submit("\(smallStart); loss mse; forward")
    let run = try #require(try session.workspace.activeModel().run)
    let loss = try MeanSquaredError(scores: try #require(run.output), labels: run.labels)
    #expect(run.loss?.value == loss.value)
  }

  @Test func `undo brings the loss back, and a choice forgets what was measured with another`()
    throws
  {
    var session = sitting()
    session.submit("\(smallStart); forward")
    let before = session.workspace
    session.submit("loss crossentropy smoothing=0.1")
    #expect(session.workspace.objective == .crossEntropy(smoothing: 0.1))
    #expect(session.submit("loss").troubles == ["loss: there is no loss of net yet"])
    session.submit("undo")
    #expect(session.workspace == before)
    #expect(session.workspace.objective == .crossEntropy())
  }

  @Test func `targets of a batch are what the loss compares with, and are saved again`() throws {
    let x = Randomness(seed: 4).normal([3, 5])
    let y = Tensor([3, 2], [0.25, 0.75, 0.5, 0.5, 1, 0] as [Float])
    let host = MemoryHost(files: [
      "soft.npz": try encode(npz: [("x", NumericArray(x)), ("y", NumericArray(y))])
    ])
    var session = sitting(host)
    let start = "load batch \"soft.npz\"; net = dense(data.classes); initialize zeros"
    #expect(session.submit(start).troubles == [])
    #expect(session.workspace.batch?.labels == [1, 0, 0])
    // All scores are 0, so p = 1/2 whatever the targets.
    #expect(abs(try number("loss", "forward", in: &session) - log(2)) < tolerance)
    let entropy = (-0.25 * log(0.25) - 0.75 * log(0.75) + log(2)) / 3
    #expect(abs(try number("floor", "loss", in: &session) - entropy) < tolerance)
    session.submit("loss mse")
    #expect(
      abs(try number("loss", "forward", in: &session) - (0.0625 + 0.5625 + 0.5 + 1) / 6) < tolerance
    )
    #expect(session.submit("save batch \"again.npz\"; load batch \"again.npz\"").troubles == [])
    #expect(session.workspace.batch?.targets == y)
  }

  @Test func `a target below the entropy of the targets is refused before a step is made`() throws {
    var session = sitting()
    session.submit("\(smallStart); loss crossentropy smoothing=0.2")
    #expect(
      session.submit("overfit target=0.3").troubles == [
        "overfit target=0.3: the target is 0.3, and no network gets the loss below 0.4851, "
          + "the entropy of the targets"
      ])
    // Without a target, one above the entropy is meant.
    let target = try number("target", "overfit steps=1", in: &session)
    #expect(abs(target - 0.4951) < 1e-4)
  }
}
