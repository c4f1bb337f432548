// Stochastic depth: what a gate does on average, in both scalings (laws 48 and 49).

import Layers
import Tensors
import Testing

/// A share of n draws is off by √(p(1 − p)/n) at one standard deviation, at most 0.0056 for the 8 000
/// draws here; four of them are allowed.
private let draws = 8_000
private let shareTolerance = 0.0224

@Suite("Gates") struct GateTests {
  let randomness = Randomness(seed: 21)
  let x = Tensor([1, 2], [1, -3] as [Float])

  private func gate(_ survival: Double, _ scaling: String) throws -> Gate {
    let written: [(name: String, value: LayerArguments.Value)] = [
      ("survival", .number(survival)), ("scaling", .word(scaling)),
    ]
    return try Gate(
      LayerArguments(written, for: Gate.card), input: x.shape, randomness: randomness)
  }

  /// Mean and mean square over many draws of what the first element is multiplied by.
  private func moments(_ gate: Gate) -> (mean: Double, square: Double) {
    let factors = (0..<draws).map { draw in
      Double(
        gate.forward(x, phase: .training, randomness: randomness.split(by: draw)).output[0])
    }
    return (
      factors.reduce(0, +) / Double(draws), factors.reduce(0) { $0 + $1 * $1 } / Double(draws)
    )
  }

  @Test(arguments: [0.25, 0.5, 0.8])
  func `the mean over draws is the output in evaluation, in both scalings`(
    survival: Double
  ) throws {
    for (scaling, expected) in [("evaluation", survival), ("training", 1)] {
      let gate = try gate(survival, scaling)
      let output = gate.forward(x, phase: .evaluation, randomness: randomness).output
      #expect(output.values == [Float(expected), Float(-3 * expected)])
      let tolerance = shareTolerance * expected / survival
      #expect(abs(moments(gate).mean - expected) < tolerance, "\(scaling)")
    }
  }

  @Test(arguments: [0.25, 0.5, 0.8])
  func `the variance in training is p(1 − p) or (1 − p)/p`(survival: Double) throws {
    for (scaling, expected) in [
      ("evaluation", survival * (1 - survival)), ("training", (1 - survival) / survival),
    ] {
      let (mean, square) = moments(try gate(survival, scaling))
      // The error of a share, in units of the factor, times the slope 1 of p(1 − p) at most.
      let factor = scaling == "training" ? 1 / survival : 1
      #expect(abs(square - mean * mean - expected) < shareTolerance * factor * factor, "\(scaling)")
    }
  }

  @Test func `one draw decides for the whole batch, and the same one again`() throws {
    let gate = try gate(0.5, "evaluation")
    let images = randomness.normal([6, 2, 3, 3])
    var seen: Set<Float> = []
    for draw in 0..<20 {
      let source = randomness.split(by: draw)
      let pass = gate.forward(images, phase: .training, randomness: source)
      #expect(pass.output == (gate.isOpen(source) ? images : .zeros(images.shape)))
      #expect(pass == gate.forward(images, phase: .training, randomness: source))
      seen.insert(pass.gateFactor)
    }
    #expect(seen == [0, 1])
  }

  @Test func `what is dropped is 0 even where it would be nan`() throws {
    let gate = try gate(0, "training")
    let pass = gate.forward(
      Tensor([1, 2], [.nan, .infinity]), phase: .training, randomness: randomness)
    #expect(pass.output.values == [0, 0])
  }
}
