// Chains for the tests: by hand, and drawn at random.

import Layers
import Networks
import Tensors
import Testing

/// The memory that networks in these tests may take.
let plenty = 1 << 30

/// A chain of one layer.
func layer(
  _ kind: any Layer.Type, _ arguments: KeyValuePairs<String, LayerArguments.Value> = [:]
) throws -> Chain {
  let written = arguments.map { (name: $0.key, value: $0.value) }
  return Chain([.layer(kind, try LayerArguments(written, for: kind.card), live: nil)])
}

func conv(_ out: Int, kernel: Int = 3, stride: Int = 1) throws -> Chain {
  try layer(
    Convolution.self,
    [
      "out": .number(Double(out)), "kernel": .number(Double(kernel)),
      "stride": .number(Double(stride)),
    ])
}

func dense(_ out: Int) throws -> Chain {
  try layer(Dense.self, ["out": .number(Double(out))])
}

/// A network for images [3, 7, 6] that ends in 4 logits, different for every seed: up to six
/// layers or blocks, blocks within blocks included.
func randomNetwork(_ seed: Int) throws -> Network {
  var source = ChainSource(randomness: Randomness(seed: UInt64(seed)))
  let head = try layer(GlobalAveragePooling.self) + dense(4)
  return try Network(
    source.chain(length: 6, depth: 0) + head, input: [3, 7, 6],
    randomness: Randomness(seed: UInt64(seed)), memory: plenty)
}

/// A run of `network` over two examples, at its start.
func run(_ network: Network, seed: Int, keepsGradients: Bool = true) throws -> Run {
  let randomness = Randomness(seed: UInt64(seed)).split(by: "run")
  let x = randomness.normal(network.input.batched(2))
  return Run(
    network, program: try Program(network, input: x.shape, memory: plenty), x: x, labels: [1, 3],
    phase: seed.isMultiple(of: 3) ? .evaluation : .training, randomness: randomness,
    keepsGradients: keepsGradients)
}

private struct ChainSource {
  let randomness: Randomness
  private var drawn = 0

  init(randomness: Randomness) { self.randomness = randomness }

  private mutating func choice(_ count: Int) -> Int {
    drawn += 1
    return randomness.split(by: drawn).permutation(count)[0]
  }

  /// Layers and blocks that keep the image's size; 3 channels unless a convolution says otherwise.
  mutating func chain(length: Int, depth: Int) throws -> Chain {
    var chain = Chain()
    for _ in 0..<length { chain = chain + (try link(depth)) }
    return chain
  }

  private mutating func link(_ depth: Int) throws -> Chain {
    switch choice(depth < 2 ? 9 : 7) {
    case 0, 1: return try conv(1 + choice(4), kernel: 1 + 2 * choice(2))
    case 2: return try layer(BatchNorm.self)
    case 3: return try layer(ReLU.self)
    case 4: return try layer(Tanh.self)
    case 5: return try layer(Dropout.self)
    case 6: return try layer(MaximumPooling.self, ["kernel": 3, "stride": 1, "padding": 1])
    case 7:
      let out = 1 + choice(4)
      let body = try chain(length: 1 + choice(3), depth: depth + 1)
      return Chain([
        .residual(body: body + (try conv(out, kernel: 1)), shortcut: try conv(out, kernel: 1))
      ])
    default:
      var branches: [Chain] = []
      for _ in 0...choice(3) {
        branches.append(try chain(length: 1 + choice(2), depth: depth + 1))
      }
      return Chain([.concat(branches)])
    }
  }
}
