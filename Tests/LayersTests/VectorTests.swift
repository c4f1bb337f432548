// Every layer against ONNX 1.19.1: the vectors that its own backends are tested with.

import Foundation
import Layers
import Tensors
import Testing

/// ONNX's numbers are Float32, and so are ours; the sums behind them were made in another order.
private let vectorTolerance: Float = 1e-5
/// So many of the vectors that the package holds as files must have been fitted to our layers.
private let fewestVectors = 120

/// One vector, as Golden/ONNX/make-onnx.py writes it.
struct VectorCase: Decodable {
  let name: String
  let origin: String
  let arguments: [String: LayerArguments.Value]
  let phase: String
  /// Whether y is the layer's transposed Jacobian times x: ConvTranspose.
  let transposed: Bool
  let x: GoldenCase.Numbers
  let y: GoldenCase.Numbers
  let parameters: [String: GoldenCase.Numbers]
  let buffers: [String: GoldenCase.Numbers]
  /// What ONNX's running statistics are after a training pass, where they mean the same as ours.
  let absorbed: [String: GoldenCase.Numbers]

  /// All cases of a kind of layer; none if ONNX has no such operator.
  static func all(of kind: String) throws -> [VectorCase] {
    guard
      let file = Bundle.module.url(
        forResource: kind, withExtension: "json", subdirectory: "Golden/ONNX")
    else { return [] }
    return try JSONDecoder().decode([VectorCase].self, from: Data(contentsOf: file))
  }

  /// The layer of this case, holding its parameters and buffers.
  func layer(_ type: any Layer.Type) throws -> any Layer {
    let written = type.card.parameters.compactMap { parameter in
      arguments[parameter.name].map { (name: parameter.name, value: $0) }
    }
    var layer = try type.init(
      LayerArguments(written, for: type.card), input: Shape(transposed ? y.shape : x.shape),
      randomness: Randomness(seed: 1))
    #expect(Set(layer.parameters.names) == Set(parameters.keys), "\(name)")
    for (name, numbers) in parameters { layer.parameters[name] = numbers.tensor }
    for (name, numbers) in buffers { layer.buffers[name] = numbers.tensor }
    return layer
  }
}

@Suite("ONNX vectors") struct VectorTests {
  let randomness = Randomness(seed: 2)

  @Test(arguments: layerCatalog.map { $0.card.name })
  func `a layer agrees with ONNX`(kind: String) throws {
    let type = try #require(layerCatalog.first { $0.card.name == kind })
    for vector in try VectorCase.all(of: kind) {
      var layer = try vector.layer(type)
      let phase = try #require(Phase(rawValue: vector.phase))
      if vector.transposed {
        let anywhere = Tensor.zeros(Shape(vector.y.shape))
        let pass = layer.forward(anywhere, phase: phase, randomness: randomness)
        let image = layer.vjp(vector.x.tensor, of: pass, wanted: .input).input
        compare(image, vector.y, "\(vector.name): Jᵀ x")
        continue
      }
      let pass = layer.forward(vector.x.tensor, phase: phase, randomness: randomness)
      compare(pass.output, vector.y, vector.name)
      layer.absorb(pass)
      for name in layer.buffers.names {
        guard let expected = vector.absorbed[name] else { continue }
        compare(layer.buffers[name], expected, "\(vector.name): \(name)")
      }
    }
  }

  @Test func `cross-entropy agrees with ONNX`() throws {
    let vectors = try VectorCase.all(of: "crossentropy")
    #expect(!vectors.isEmpty)
    for vector in vectors {
      let labels = try #require(vector.parameters["labels"]).values.map { Int($0) }
      let loss = try CrossEntropy(logits: vector.x.tensor, labels: labels)
      let losses: [Double]
      switch vector.arguments["reduction"] {
      case .word("none"): losses = loss.losses
      case .word("sum"): losses = [loss.losses.reduce(0, +)]
      default: losses = [loss.value]
      }
      compare(Tensor([losses.count], losses), vector.y, vector.name)
    }
  }

  @Test func `a hundred and twenty vectors of the package itself are among them`() throws {
    let kinds = layerCatalog.map { $0.card.name } + ["crossentropy"]
    let origins = try kinds.flatMap { try VectorCase.all(of: $0) }.map(\.origin)
    let (nodes, answers) = (
      origins.count { $0 == "node" }, origins.count { $0 == "reference" }
    )
    #expect(nodes >= fewestVectors)
    print(
      """
      ONNX: \(nodes) node vectors, \(origins.count - nodes - answers) converted from PyTorch, \
      \(answers) answers of the reference evaluator
      """)
  }

  private func compare(_ ours: Tensor?, _ theirs: GoldenCase.Numbers, _ what: String) {
    guard let ours, ours.shape == Shape(theirs.shape) else {
      Issue.record("\(what): \(String(describing: ours?.shape)) is another shape")
      return
    }
    let largest = theirs.values.reduce(1) { max($0, abs($1)) }
    let error = zip(ours.values, theirs.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(error <= vectorTolerance * largest, "\(what): off by \(error)")
  }
}
