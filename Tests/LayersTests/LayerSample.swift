// Sample lines: for every kind of layer some arguments and input shapes that the laws are tried on.

import Layers
import Tensors
import Testing

/// A layer as somebody could write it, with an input to run it on.
struct LayerSample: Sendable, CustomTestStringConvertible {
  let kind: String
  let arguments: [(name: String, value: LayerArguments.Value)]
  let input: Shape
  /// How far the inputs reach on both sides of 0.
  let reach: Float

  init(
    _ kind: String, _ input: Shape, _ arguments: KeyValuePairs<String, LayerArguments.Value> = [:],
    reach: Float = 2
  ) {
    self.kind = kind
    self.arguments = arguments.map { (name: $0.key, value: $0.value) }
    self.input = input
    self.reach = reach
  }

  var testDescription: String {
    let written = arguments.map { name, value in
      switch value {
      case .number(let number): "\(name)=\(number)"
      case .boolean(let flag): "\(name)=\(flag)"
      case .word(let word): "\(name)=\(word)"
      }
    }
    return "\(kind)(\(written.joined(separator: ", "))) on \(input.extents)"
  }

  static let randomness = Randomness(seed: 7)

  /// The layer, with parameters and buffers moved away from their start values, so that no term of
  /// a derivative is hidden by a 0 or a 1.
  func layer() throws -> any Layer {
    let type = try #require(layerCatalog.first { $0.card.name == kind })
    var layer = try type.init(
      LayerArguments(arguments, for: type.card), input: input, randomness: Self.randomness)
    layer.parameters.updateEach { name, tensor in
      tensor += 0.5 * Self.randomness.split(by: "moved " + name).normal(tensor.shape)
    }
    layer.buffers.updateEach { name, tensor in
      tensor = Self.randomness.split(by: "moved " + name)
        .uniform(tensor.shape, low: 0.5, high: 1.5)
    }
    return layer
  }

  /// Numbers in −reach ... reach in random order, evenly spaced and none of them 0: wherever a
  /// layer has a kink at 0 or at equal values, they keep a distance from it.
  var x: Tensor {
    let step = 2 * reach / Float(input.count)
    return Tensor(
      input,
      Self.randomness.split(by: "x").permutation(input.count).map {
        (Float($0 - input.count / 2) + 0.25) * step
      })
  }

  /// A direction of the shape of `tensor`.
  static func direction(_ name: String, _ shape: Shape) -> Tensor {
    randomness.split(by: name).uniform(shape, low: -1, high: 1)
  }

  /// A direction for each of `tensors`.
  static func directions(_ tensors: NamedTensors) -> NamedTensors {
    NamedTensors(tensors.pairs.map { ($0.name, direction("d" + $0.name, $0.tensor.shape)) })
  }
}

extension LayerSample {
  /// At least one line for every kind of layer; odd sizes and single examples where legal.
  static let all: [LayerSample] = [
    LayerSample("conv", [2, 2, 5, 5], ["out": 3]),
    LayerSample("conv", [1, 3, 3, 4], ["out": 4, "kernel": 1]),
    LayerSample("conv", [2, 1, 7, 6], ["out": 2, "kernel": 5, "stride": 2]),
    LayerSample("conv", [1, 4, 5, 3], ["out": 4, "padding": 0, "groups": 2]),
    LayerSample("conv", [2, 3, 4, 4], ["out": 3, "groups": 3, "bias": false]),
    LayerSample("conv", [1, 2, 4, 5], ["out": 2, "kernel": 2, "dilation": 2, "padding": 2]),
    LayerSample("conv", [1, 2, 9, 8], ["out": 2, "kernel": 4, "stride": 3, "padding": 1]),
    LayerSample("conv", [2, 3, 4, 5], ["out": 4, "connections": "0 12 02 012"]),
    LayerSample("dense", [4, 5], ["out": 3]),
    LayerSample("dense", [1, 1], ["out": 7]),
    LayerSample("dense", [3, 8], ["out": 2, "bias": false]),
    LayerSample("bn", [3, 2, 3, 2]),
    LayerSample("bn", [5, 4]),
    LayerSample("bn", [1, 3, 3, 3], ["momentum": 0.5, "eps": 0.1]),
    LayerSample("bn", [4, 3, 1, 1], ["affine": false]),
    LayerSample("layernorm", [2, 2, 3, 3]),
    LayerSample("layernorm", [1, 5]),
    LayerSample("layernorm", [3, 4], ["eps": 0.1, "affine": false]),
    LayerSample("instancenorm", [2, 3, 3, 2]),
    LayerSample("instancenorm", [1, 2, 4, 3], ["affine": true, "eps": 0.01]),
    LayerSample("groupnorm", [2, 4, 3, 2], ["groups": 2]),
    LayerSample("groupnorm", [1, 3, 2, 2], ["groups": 1]),
    LayerSample("groupnorm", [3, 6], ["groups": 2, "affine": false]),
    LayerSample("lrn", [2, 7, 2, 2]),
    LayerSample("lrn", [1, 4, 3, 1], ["size": 2, "alpha": 2, "k": 2]),
    LayerSample("lrn", [2, 3, 1, 2], ["size": 3, "alpha": 1, "beta": 0.5]),
    LayerSample("relu", [2, 3, 3, 3]),
    LayerSample("relu", [1, 5]),
    LayerSample("relu6", [2, 3, 3, 3], reach: 9),
    LayerSample("leakyrelu", [3, 7]),
    LayerSample("leakyrelu", [1, 2, 3, 3], ["slope": -0.5]),
    LayerSample("elu", [3, 7]),
    LayerSample("elu", [1, 2, 3, 3], ["alpha": 0.5]),
    LayerSample("swish", [3, 7]),
    LayerSample("swish", [1, 2, 3, 3], ["beta": 2]),
    LayerSample("gelu", [2, 3, 3, 3]),
    LayerSample("sigmoid", [2, 3, 3, 3]),
    LayerSample("tanh", [2, 3, 3, 3]),
    LayerSample("scaledtanh", [2, 3, 3, 3]),
    LayerSample("scaledtanh", [1, 9], ["amplitude": 0.5, "steepness": 2]),
    LayerSample("maxout", [2, 6, 2, 3], ["pieces": 3]),
    LayerSample("maxout", [3, 4], ["pieces": 2]),
    LayerSample("maxout", [1, 4], ["pieces": 1]),
    LayerSample("softmax", [4, 5]),
    LayerSample("softmax", [1, 3, 2, 3]),
    LayerSample("maxpool", [2, 3, 5, 4], ["kernel": 2]),
    LayerSample("maxpool", [1, 2, 3, 4], ["kernel": 3, "stride": 1, "padding": 1]),
    LayerSample("maxpool", [1, 1, 7, 7], ["kernel": 3, "stride": 2]),
    LayerSample("avgpool", [2, 3, 5, 4], ["kernel": 2]),
    LayerSample("avgpool", [1, 2, 3, 4], ["kernel": 3, "stride": 1, "padding": 1]),
    LayerSample("globalavgpool", [2, 3, 3, 2]),
    LayerSample("globalavgpool", [1, 1, 1, 1]),
    LayerSample("subsample", [2, 3, 5, 4], ["kernel": 2]),
    LayerSample("subsample", [1, 2, 3, 6], ["kernel": 3]),
    LayerSample("flatten", [2, 3, 2, 2]),
    LayerSample("flatten", [3, 4]),
    LayerSample("dropout", [3, 10]),
    LayerSample("dropout", [1, 2, 3, 3], ["p": 0.25]),
    LayerSample("gate", [2, 3, 2, 2], ["survival": 0]),
    LayerSample("gate", [3, 4], ["survival": 0.75]),
    LayerSample("gate", [1, 5], ["survival": 1, "scaling": "training"]),
    LayerSample("gate", [2, 3], ["survival": 0.999, "scaling": "training"]),
    LayerSample("identity", [2, 3]),
    LayerSample("padchannels", [2, 3, 2, 2], ["count": 2]),
    LayerSample("padchannels", [1, 3], ["count": 0]),
  ]
}
