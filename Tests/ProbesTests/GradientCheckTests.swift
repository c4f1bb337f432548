// The check of gradients must find slips, and must not find any where there are none.

import Layers
import Networks
import Probes
import Tensors
import Testing

/// A way to get a derivative wrong.
protocol Slip: Sendable {
  static func spoil(_ cotangent: Cotangent) -> Cotangent
}

enum TurnedInput: Slip {
  static func spoil(_ cotangent: Cotangent) -> Cotangent {
    var result = cotangent
    result.input = cotangent.input.map { -1 * $0 }
    return result
  }
}

enum LongInput: Slip {
  static func spoil(_ cotangent: Cotangent) -> Cotangent {
    var result = cotangent
    result.input = cotangent.input.map { 1.03 * $0 }
    return result
  }
}

enum ShortParameters: Slip {
  static func spoil(_ cotangent: Cotangent) -> Cotangent {
    var result = cotangent
    for name in result.parameters.names {
      if let gradient = result.parameters[name] { result.parameters[name] = 0.5 * gradient }
    }
    return result
  }
}

/// A layer that is right forward and wrong backward.
struct Slipped<Inner: Layer, Mistake: Slip>: Layer {
  static var card: LayerCard { Inner.card }
  private var inner: Inner

  init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    inner = try Inner(arguments, input: input, randomness: randomness)
  }

  var arguments: LayerArguments { inner.arguments }
  var parameters: NamedTensors {
    get { inner.parameters }
    set { inner.parameters = newValue }
  }
  func coupling(in phase: Phase) -> Coupling { inner.coupling(in: phase) }
  func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape {
    try inner.outputShape(for: input)
  }
  func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    inner.forward(x, phase: phase, randomness: randomness)
  }
  func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    Mistake.spoil(inner.vjp(dy, of: pass, wanted: wanted))
  }
  func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    inner.jvp(dx, dp, of: pass)
  }
}

@Suite struct GradientCheckTests {
  /// The verdicts on the input and every parameter of one layer.
  private func verdicts(
    _ kind: any Layer.Type, _ written: [(name: String, value: LayerArguments.Value)] = [],
    shape: Shape = [4, 3, 6, 6]
  ) throws -> [String: GradientCheck.Verdict] {
    let chain = Chain([.layer(kind, try LayerArguments(written, for: kind.card), live: nil)])
    let run = try Passes.run(chain, Randomness(seed: 1).normal(shape))
    let checks = GradientCheck.of(
      0, in: run, samples: 24, step: nil, randomness: Randomness(seed: 2), isCancelled: { false })
    return Dictionary(uniqueKeysWithValues: checks.map { ($0.tensor, $0.verdict) })
  }

  @Test func `a turned sign is found`() throws {
    #expect(try verdicts(Slipped<Tanh, TurnedInput>.self)["input"] == .wrong)
    #expect(try verdicts(Slipped<BatchNorm, TurnedInput>.self)["input"] == .wrong)
    let flat = try verdicts(Slipped<Dense, TurnedInput>.self, [("out", 5)], shape: [4, 7])
    #expect(flat["input"] == .wrong && flat["weight"] == .agrees)
  }

  @Test func `three percent too much are found`() throws {
    #expect(try verdicts(Slipped<ELU, LongInput>.self)["input"] == .wrong)
    #expect(
      try verdicts(Slipped<Convolution, LongInput>.self, [("out", 4)])["input"] == .wrong)
  }

  @Test func `half a parameter's gradient is found`() throws {
    let norm = try verdicts(Slipped<BatchNorm, ShortParameters>.self)
    #expect(norm["weight"] == .wrong && norm["bias"] == .wrong && norm["input"] == .agrees)
  }

  @Test(arguments: layerCatalog.map { $0.card.name })
  func `a layer of the catalog has no slip`(kind: String) throws {
    let type = try #require(layerCatalog.first { $0.card.name == kind })
    let needed: [String: [(name: String, value: LayerArguments.Value)]] = [
      "conv": [("out", 4)], "dense": [("out", 5)], "groupnorm": [("groups", 3)],
      "maxout": [("pieces", 3)], "maxpool": [("kernel", 2)], "avgpool": [("kernel", 2)],
      "padchannels": [("count", 2)], "gate": [("survival", 0.5)],
      "subsample": [("kernel", 2)],
    ]
    let shape: Shape = kind == "dense" ? [4, 7] : [4, 3, 6, 6]
    let found = try verdicts(type, needed[kind] ?? [], shape: shape)
    #expect(!found.isEmpty)
    for (tensor, verdict) in found.sorted(by: { $0.key < $1.key }) {
      #expect(verdict == .agrees, "\(kind).\(tensor)")
    }
  }
}
