// What is special about batch normalization: its laws, and its running statistics.

import Layers
import Tensors
import Testing

/// A few roundings of Float32 on numbers of size 1.
private let roundingTolerance: Float = 1e-5

@Suite("Batch normalization") struct BatchNormTests {
  let randomness = Randomness(seed: 3)

  private func layer(
    _ arguments: [(name: String, value: LayerArguments.Value)], _ shape: Shape
  ) throws -> BatchNorm {
    try BatchNorm(
      LayerArguments(arguments, for: BatchNorm.card), input: shape, randomness: randomness)
  }

  @Test func `gradients sum to zero, by themselves and against the normalized input`() throws {
    let shape: Shape = [4, 3, 2, 2]
    let layer = try layer([("eps", 0)], shape)
    let pass = layer.forward(randomness.normal(shape), phase: .training, randomness: randomness)
    let dy = randomness.split(by: "dy").normal(shape)
    let dx = try #require(layer.vjp(dy, of: pass, wanted: .input).input)
    let layout = ChannelLayout.channels(of: shape)
    // With γ = 1 and β = 0 the output is x̂.
    for sum in dx.channelSums(layout) + dx.channelProducts(with: pass.output, layout) {
      #expect(abs(Float(sum)) < roundingTolerance)
    }
  }

  @Test func `two examples become plus and minus one whatever their size`() throws {
    let layer = try layer([("eps", 0)], [2, 3])
    let x = Tensor([2, 3], [5, -1, 0.25, 7, -300, 0.5] as [Float])
    let y = layer.forward(x, phase: .training, randomness: randomness).output
    for (value, expected) in zip(y.values, [-1, 1, -1, 1, -1, 1] as [Float]) {
      #expect(abs(value - expected) < roundingTolerance)
    }
  }

  @Test func `numbers far from zero keep their digits`() throws {
    let shape: Shape = [32, 2]
    let layer = try layer([("eps", 0)], shape)
    let near = randomness.normal(shape)
    let far = Tensor(shape, near.values.map { $0 + 10_000 })
    let y = layer.forward(far, phase: .training, randomness: randomness).output
    for channel in 0..<2 {
      // Worked out in Float64 from what Float32 has left of them.
      let x = stride(from: channel, to: 64, by: 2).map { Double(far.values[$0]) }
      let mean = x.reduce(0, +) / 32
      let deviation = (x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 32).squareRoot()
      for (row, x) in x.enumerated() {
        #expect(abs(y.values[2 * row + channel] - Float((x - mean) / deviation)) < 1e-6)
      }
    }
  }

  @Test func `running statistics take up the batch's mean and unbiased variance`() throws {
    var layer = try layer([("momentum", 0.25)], [2, 1])
    let pass = layer.forward(Tensor([2, 1], [1, 5]), phase: .training, randomness: randomness)
    layer.absorb(pass)
    // 0.75 · 0 + 0.25 · 3, and 0.75 · 1 + 0.25 · 8
    #expect(layer.buffers["running_mean"]?.values == [0.75])
    #expect(layer.buffers["running_var"]?.values == [2.75])
  }

  @Test func `an evaluation pass leaves the running statistics alone`() throws {
    var layer = try layer([], [2, 1])
    let before = layer.buffers
    layer.absorb(
      layer.forward(Tensor([2, 1], [1, 5]), phase: .evaluation, randomness: randomness))
    #expect(layer.buffers == before)
  }
}
