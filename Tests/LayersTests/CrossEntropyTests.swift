// The loss of classification: values, derivatives, refusals.

import Foundation
import Layers
import Tensors
import Testing

/// A few roundings of Float32 on numbers of size 1.
private let roundingTolerance = 1e-6
/// Central differences in Float32; see LawTests.
private let tangentTolerance = 1e-3

@Suite("Cross-entropy") struct CrossEntropyTests {
  let randomness = Randomness(seed: 5)
  let labels = [2, 0, 3, 3, 1]
  var logits: Tensor { randomness.normal([5, 4], deviation: 2) }

  @Test func `equal scores cost the logarithm of the number of classes`() throws {
    let loss = try CrossEntropy(logits: .zeros([3, 10]), labels: [0, 4, 9])
    #expect(abs(loss.value - log(10)) < roundingTolerance)
    #expect(loss.accuracy == 1.0 / 3)
  }

  @Test func `losses agree with PyTorch`() throws {
    // torch.nn.functional.cross_entropy in float64, PyTorch 2.15.0, reduction "none"
    let logits = Tensor([3, 3], [1, 2, 3, -1, 0.5, 0, 10, -10, 0] as [Float])
    let loss = try CrossEntropy(logits: logits, labels: [2, 0, 1])
    let expected = [0.407605964444, 2.104130605337, 20.000045400960]
    for (ours, theirs) in zip(loss.losses, expected) {
      #expect(abs(ours - theirs) < roundingTolerance)
    }
  }

  @Test func `huge scores neither overflow nor lose the loss`() throws {
    let logits = Tensor([2, 2], [1e30, 0, -1e30, 1e4] as [Float])
    let loss = try CrossEntropy(logits: logits, labels: [0, 1])
    #expect(loss.value == 0)
    #expect(loss.gradient.values.allSatisfy { $0 == 0 })
  }

  @Test func `a score that is no number makes a loss that is none and no hit`() throws {
    let loss = try CrossEntropy(logits: Tensor([1, 2], [.nan, 0]), labels: [0])
    #expect(loss.value.isNaN && loss.accuracy == 0)
  }

  @Test func `the gradient's rows sum to zero`() throws {
    let gradient = try CrossEntropy(logits: logits, labels: labels).gradient
    for row in 0..<5 {
      #expect(abs(gradient.examples(row..<row + 1).sum) < roundingTolerance)
    }
  }

  @Test func `the derivative along a direction agrees with central differences`() throws {
    let dz = randomness.split(by: "dz").normal([5, 4])
    let step: Float = 1e-2
    let ahead = try CrossEntropy(logits: logits + step * dz, labels: labels)
    let behind = try CrossEntropy(logits: logits - step * dz, labels: labels)
    let here = try CrossEntropy(logits: logits, labels: labels)
    let slope = (ahead.value - behind.value) / Double(2 * step)
    #expect(abs(here.jvp(dz) - slope) < tangentTolerance * abs(slope))
    let bend = (1 / (2 * step)) * (ahead.gradient - behind.gradient)
    #expect((here.curvature(dz) - bend).norm < tangentTolerance * bend.norm)
  }

  @Test func `the curvature is the softmax's Jacobian over N, and blind to equal changes`() throws {
    let loss = try CrossEntropy(logits: logits, labels: labels)
    let softmax = try made("softmax", [5, 4])
    let pass = softmax.forward(logits, phase: .training, randomness: randomness)
    let dz = randomness.split(by: "dz").normal([5, 4])
    let expected = (1.0 / 5) * softmax.jvp(dz, NamedTensors(), of: pass)
    #expect((loss.curvature(dz) - expected).norm < roundingTolerance)
    #expect(loss.curvature(Tensor(repeating: 1, [5, 4])).norm < roundingTolerance)
  }

  @Test func `labels that do not fit are refused with the facts`() {
    #expect(throws: LabelMismatch.range(example: 1, label: 4, classes: 4)) {
      try CrossEntropy(logits: .zeros([2, 4]), labels: [0, 4])
    }
    #expect(throws: LabelMismatch.count(logits: [2, 4], labels: 3)) {
      try CrossEntropy(logits: .zeros([2, 4]), labels: [0, 1, 2])
    }
  }
}
