// Norms of Jacobians, as a learner asks for them.

import Layers
import Networks
import Probes
import Tensors

let probeCases = [spectralNorms]

/// The spectral norms of all blocks of VGG38 at batch 32, 20 products with JᵀJ each. A block is two
/// convolutions with their activations.
private let spectralNorms = Case(name: "spectral vgg38 blocks b32") {
  let network = try network(networks["vgg38"] ?? "")
  let x = noise(network.input.batched(32), 1)
  let program = try Program(network, input: x.shape, memory: .max)
  let run = Run(
    network, program: program, x: x, labels: Array(repeating: 0, count: 32), phase: .training,
    randomness: Randomness(seed: 2))
  let blocks = stride(from: 2, to: 37, by: 2).compactMap { number -> Program.Stretch? in
    guard let first = program.stretch("conv\(number)"),
      let last = program.stretch("leakyrelu\(number + 1)")
    else { return nil }
    let instructions = first.instructions.lowerBound..<last.instructions.upperBound
    // What lies between two stages is no part of a block.
    guard instructions.count == 4 else { return nil }
    return Program.Stretch(
      name: "block\(number / 2)", instructions: instructions, input: first.input)
  }
  return .timed {
    var run = run
    run.finishForward()
    for block in blocks {
      guard let map = Linearization(run, of: block) else { continue }
      _ = SpectralNorm.measure(
        map, iterations: 20, tolerance: 0, randomness: Randomness(seed: 3), isCancelled: { false })
    }
  }
}
