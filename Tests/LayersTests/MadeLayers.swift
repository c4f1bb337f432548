// Layers made the way the notation makes them, and what they do to a tensor.

import Layers
import Tensors
import Testing

/// A layer of the catalog by its name.
func made(
  _ kind: String, _ input: Shape, _ arguments: KeyValuePairs<String, LayerArguments.Value> = [:],
  randomness: Randomness = Randomness(seed: 1)
) throws -> any Layer {
  let type = try #require(layerCatalog.first { $0.card.name == kind })
  let written = arguments.map { (name: $0.key, value: $0.value) }
  return try type.init(
    LayerArguments(written, for: type.card), input: input, randomness: randomness)
}

extension Layer {
  /// y = f(x) in training.
  func output(_ x: Tensor, randomness: Randomness = Randomness(seed: 2)) -> Tensor {
    forward(x, phase: .training, randomness: randomness).output
  }

  /// f′(x), of a layer that treats every number by itself.
  func slopes(_ x: Tensor) -> Tensor {
    let pass = forward(x, phase: .training, randomness: Randomness(seed: 2))
    return jvp(Tensor(repeating: 1, x.shape), NamedTensors(), of: pass)
  }
}
