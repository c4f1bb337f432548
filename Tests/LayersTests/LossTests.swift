// The losses against PyTorch 2.15.0 in float64, and what they promise of each other.

import Foundation
import Layers
import Tensors
import Testing

/// Scores are Float32 here; some roundings on numbers of size 1.
private let goldenTolerance = 2e-6
/// The loss itself is summed in Float64; targets are Float32.
private let valueTolerance = 1e-6
/// Fewer cases would leave options untried.
private let fewestCases = 40

/// What PyTorch says of one loss.
private struct LossCase: Decodable {
  let rule: String
  let smoothing: Double
  let z: GoldenCase.Numbers
  let dz: GoldenCase.Numbers
  let labels: [Int]
  let targets: GoldenCase.Numbers?
  let value: Double
  let gradient: GoldenCase.Numbers
  let change: GoldenCase.Numbers

  var objective: Objective {
    rule == "mse" ? .meanSquaredError : .crossEntropy(smoothing: smoothing)
  }

  static func all() throws -> [LossCase] {
    let file = try #require(
      Bundle.module.url(forResource: "losses", withExtension: "json", subdirectory: "Golden"))
    return try JSONDecoder().decode([LossCase].self, from: Data(contentsOf: file))
  }
}

@Suite("Losses") struct LossTests {
  let randomness = Randomness(seed: 9)

  @Test func `values, gradients and their changes agree with PyTorch`() throws {
    let cases = try LossCase.all()
    #expect(cases.count >= fewestCases)
    for (number, golden) in cases.enumerated() {
      let loss = try golden.objective.loss(
        of: golden.z.tensor, labels: golden.labels, targets: golden.targets?.tensor)
      #expect(abs(loss.value - golden.value) < valueTolerance * max(1, golden.value), "\(number)")
      #expect((loss.gradient - golden.gradient.tensor).norm < goldenTolerance, "\(number)")
      let change = golden.change.tensor
      #expect(
        (loss.curvature(golden.dz.tensor) - change).norm < goldenTolerance * max(1, change.norm),
        "\(number)")
    }
  }

  @Test(arguments: [0.05, 0.1, 0.5, 1])
  func
    `no scores get cross-entropy below the entropy of the targets, and their logarithms reach it`(
      smoothing: Double
    ) throws
  {
    let objective = Objective.crossEntropy(smoothing: smoothing)
    let labels = [2, 0, 3]
    let shares = try CrossEntropy(
      logits: .zeros([3, 5]), labels: labels, smoothing: smoothing
    ).targets
    let reached = try objective.loss(of: shares.map { log(max($0, 1e-30)) }, labels: labels)
    #expect(reached.floor > 0)
    #expect(abs(reached.value - reached.floor) < valueTolerance)
    #expect(reached.gradient.norm < goldenTolerance)
    for seed in 0..<20 {
      let scores = randomness.split(by: seed).normal([3, 5], deviation: 4)
      #expect(try objective.loss(of: scores, labels: labels).value > reached.floor)
    }
  }

  @Test func `the floor is that of label smoothing in a closed form`() throws {
    // H = −(1 − ε + ε/C) ln(1 − ε + ε/C) − (C − 1)(ε/C) ln(ε/C), with ε = 0.1 and C = 10
    let loss = try CrossEntropy(logits: .zeros([1, 10]), labels: [4], smoothing: 0.1)
    #expect(abs(loss.floor - (-0.91 * log(0.91) - 0.09 * log(0.01))) < valueTolerance)
    #expect(try CrossEntropy(logits: .zeros([1, 10]), labels: [4]).floor == 0)
    #expect(try MeanSquaredError(scores: .zeros([1, 10]), labels: [4]).floor == 0)
  }

  @Test func `targets that are one-hot are labels, bit for bit`() throws {
    let scores = randomness.normal([4, 3])
    let targets = Tensor([4, 3], [0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0] as [Float])
    for objective in [Objective.crossEntropy(), .crossEntropy(smoothing: 0.2), .meanSquaredError] {
      let hard = try objective.loss(of: scores, labels: [1, 0, 2, 1])
      let soft = try objective.loss(of: scores, labels: [1, 0, 2, 1], targets: targets)
      #expect(hard.losses == soft.losses && hard.gradient == soft.gradient)
      #expect(hard.hits == soft.hits)
    }
  }

  @Test func `targets that do not fit are refused with the facts`() {
    let scores = Tensor.zeros([2, 3])
    #expect(throws: LabelMismatch.targets(logits: [2, 3], targets: [2, 4])) {
      try Objective.meanSquaredError.loss(of: scores, labels: [0, 1], targets: .zeros([2, 4]))
    }
    let targets = Tensor([2, 3], [0, 1, 0, 0.5, 0.5, 0.5] as [Float])
    #expect(throws: LabelMismatch.shares(example: 1, sum: 1.5)) {
      try Objective.crossEntropy().loss(of: scores, labels: [1, 0], targets: targets)
    }
    let negative = Tensor([1, 3], [2, -1, 0] as [Float])
    #expect(throws: LabelMismatch.shares(example: 0, sum: 1)) {
      try Objective.crossEntropy().loss(of: .zeros([1, 3]), labels: [0], targets: negative)
    }
    #expect(throws: Never.self) {
      try Objective.meanSquaredError.loss(of: scores, labels: [1, 0], targets: targets)
    }
  }
}
