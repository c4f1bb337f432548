// The session's loss: chosen, used by every pass, undone; targets that a batch brings along.

import Datasets
import Foundation
import Layers
import Networks
import Renderers
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

  // MARK: - Soft targets and regression

  /// Three examples with these targets.
  private func seated(_ targets: Tensor) throws -> Session {
    let x = Randomness(seed: 4).normal([targets.shape[0], 5])
    let host = MemoryHost(files: [
      "own.npz": try encode(npz: [("x", NumericArray(x)), ("y", NumericArray(targets))])
    ])
    return sitting(host)
  }

  private func text(_ statement: String, in session: inout Session) throws -> String {
    let cell = try #require(session.submit(statement).last)
    guard case .report(let report) = cell.outcome else { return "\(cell.trouble ?? "")" }
    return TerminalRenderer(width: 200, color: .none, glyphs: .unicode, described: false)
      .render(report)
  }

  @Test(arguments: ["crossentropy", "crossentropy smoothing=0.2", "mse"])
  func `soft targets are shown as what they are, and worked out`(rule: String) throws {
    let y = Tensor([3, 2], [0.25, 0.75, 0.5, 0.5, 1, 0] as [Float])
    var session = try seated(y)
    _ = session.submit("load batch \"own.npz\"; net = dense(2)")
    let chosen = try text("loss \(rule)", in: &session)
    #expect(!chosen.contains("onehot") && chosen.contains("the batch's targets"), "\(chosen)")
    let steps = try text("step; step", in: &session)
    #expect(!steps.contains("onehot") && steps.contains("the batch's targets"), "\(steps)")
    let cell = try #require(session.submit("explain loss 1").last)
    guard case .report(let report) = cell.outcome,
      case .list(let targets)? = report.data["targets"],
      case .number(let value)? = report.data["value"]
    else {
      Issue.record("\(cell.trouble ?? "")")
      return
    }
    #expect(targets == [.number(0.5), .number(0.5)])
    #expect(report.data["agrees"] == .boolean(true))
    let loss = try #require(try session.workspace.activeModel().run?.loss)
    #expect(abs(value - loss.losses[1]) < tolerance)
  }

  @Test func `labels are shown as labels`() throws {
    var session = sitting()
    _ = session.submit(smallStart)
    #expect(try text("loss mse", in: &session).contains("onehot(y)"))
    #expect(try text("explain loss", in: &session).contains("the run holds"))
    #expect(session.submit("explain loss 99").last?.trouble != nil)
    #expect(session.submit("explain loss 0 of=input").last?.trouble != nil)
  }

  @Test func `regression has no accuracy`() throws {
    var session = try seated(Tensor([3, 1], [1.5, -2, 0.25]))
    _ = session.submit("load batch \"own.npz\"; net = dense(1); loss mse")
    for statement in [
      "forward", "loss", "train steps=2", "overfit steps=3 target=1e-9", "lesion", "forward",
    ] {
      let cell = try #require(session.submit(statement).last)
      guard case .report(let report) = cell.outcome else {
        Issue.record("\(statement): \(cell.trouble ?? "")")
        continue
      }
      #expect(report.data["accuracy"] == .null, "\(statement)")
      let shown = TerminalRenderer(width: 200, color: .none, glyphs: .unicode, described: false)
        .render(report)
      #expect(statement == "lesion" || !shown.contains("accuracy"), "\(shown)")
    }
    #expect(
      session.submit("accuracy()").troubles == [
        "accuracy(): there is no accuracy: nothing is classified"
      ])
  }

  @Test func `targets that are no shares have no accuracy, shares have`() throws {
    for (first, expected) in [(Float(0.75), true), (Float(3), false)] {
      var session = try seated(Tensor([2, 2], [first, 0.25, 0, 1]))
      _ = session.submit("load batch \"own.npz\"; net = dense(2); loss mse")
      let cell = try #require(session.submit("forward").last)
      guard case .report(let report) = cell.outcome else { continue }
      #expect((report.data["accuracy"] != .null) == expected)
    }
  }
}
