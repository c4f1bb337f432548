// Stochastic depth as it is typed: notation, reproducibility, and what commands say of it.

import Networks
import Reports
import Sessions
import Testing

private let start = "data spirals examples=60; batch 8"
private let deep = "\(start); net = mlp(9, 6, skip=true, survival=0.5)"

@Suite struct SurvivalTests {
  /// What a model's notation is after it was typed.
  private func notation(_ typed: String, after setup: String = start) throws -> String {
    var session = sitting()
    #expect(session.submit("\(setup); net = \(typed)").troubles == [])
    return try session.workspace.activeModel().network.chain.notation
  }

  @Test(arguments: [
    "residual(dense(2) -> relu, survival=0.5)",
    "residual(dense(3), shortcut=dense(3), survival=0.25, scaling=training)",
    "residual(gate(0.5))", "dense(4) -> gate(0.75)",
    "residual(dense(2) -> residual(relu), survival=0)",
  ])
  func `what survives at random reads as it is typed`(typed: String) throws {
    #expect(try notation(typed) == typed)
  }

  @Test func `a survival of 1 leaves nothing to chance and no trace`() throws {
    #expect(try notation("residual(dense(2), survival=1)") == "residual(dense(2))")
    #expect(
      try notation("resnet(8, survival=1)", after: "data shapes examples=20; batch 2")
        == notation("resnet(8)", after: "data shapes examples=20; batch 2"))
  }

  @Test func `survival decays linearly over the blocks of a chain`() throws {
    #expect(
      try notation("decaying(2 * (residual(dense(2)) -> relu), survival=0.4)")
        == "residual(dense(2), survival=0.7) -> relu -> residual(dense(2), survival=0.4) -> relu")
    #expect(
      try notation("decaying(decaying(residual(dense(2))), survival=0.4)")
        == "residual(dense(2), survival=0.4)")
  }

  @Test(arguments: [
    ("resnet(20, survival=0.5)", 9, 6.5), ("vgg(38, skip=true, survival=0.5)", 15, 11),
    ("stack(9, 4, skip=true, survival=0.5)", 8, 5.75),
  ])
  func `architectures let their blocks decay`(typed: String, blocks: Int, mean: Double) throws {
    var session = sitting()
    session.submit("data shapes examples=20; batch 2; net = \(typed)")
    let cell = try #require(session.submit("summary").last)
    guard case .report(let report) = cell.outcome, case .list(let all)? = report.data["survival"]
    else {
      Issue.record("\(cell.trouble ?? "no survival")")
      return
    }
    let survivals = all.compactMap { datum -> Double? in
      if case .number(let number) = datum { number } else { nil }
    }
    #expect(survivals.count == blocks && survivals.last == 0.5)
    #expect(abs(survivals.reduce(0, +) - mean) < 1e-9)
  }

  @Test func `a seed draws the same branches again, and undo forgets a draw`() throws {
    var session = sitting()
    session.submit(deep)
    func dropped() throws -> Datum {
      guard case .report(let report)? = session.submit("forward").last?.outcome else {
        return .null
      }
      return try #require(report.data["dropped"])
    }
    session.submit("seed 5")
    let first = try (0..<4).map { _ in try dropped() }
    session.submit("seed 5")
    #expect(try (0..<4).map { _ in try dropped() } == first)
    #expect(Set(first.map { "\($0)" }).count > 1)
    session.submit("seed 5")
    let before = try dropped()
    session.submit("undo")
    #expect(try dropped() == before)
  }

  @Test func `training with stochastic depth is a function of the seed`() throws {
    var (one, other) = (sitting(), sitting())
    for statement in ["\(deep); train steps=5", "forward"] {
      one.submit(statement)
      other.submit(statement)
    }
    #expect(one.workspace == other.workspace)
  }

  @Test(arguments: [
    ("residual(dense(2), survival=2)", "survival is a probability from 0 to 1, not 2"),
    (
      "residual(dense(2), scaling=training)",
      "scaling belongs to survival: residual(…, survival=0.5, scaling=training)"
    ),
    ("residual(dense(2), survival=0.5, scaling=now)", "scaling must be evaluation or training"),
    (
      "decaying(dense(2), survival=0.5)",
      "this chain has no residual block that could be dropped"
    ),
    ("mlp(survival=0.5)", "only with skip=true can a layer be dropped"),
    (
      "resnet(8, order=first)",
      "order is original, bnafter, relubefore, relufirst or preactivation"
    ),
    ("gate(-1)", "survival of gate1 must be a number from 0 to 1"),
  ])
  func `what cannot survive is refused`(typed: String, message: String) {
    var session = sitting()
    #expect(session.submit("\(start); net = \(typed)").troubles == ["net = \(typed): \(message)"])
  }
}
