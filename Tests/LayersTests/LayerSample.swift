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
    _ kind: String, _ arguments: KeyValuePairs<String, LayerArguments.Value> = [:], _ input: Shape,
    reach: Float = 2
  ) {
    self.kind = kind
    self.arguments = arguments.map { (name: $0.key, value: $0.value) }
    self.input = input
    self.reach = reach
  }

  var testDescription: String {
    let written = arguments.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
    return "\(kind)(\(written)) on \(input.extents)"
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
    LayerSample("conv", ["out": 3], [2, 2, 5, 5]),
    LayerSample("conv", ["out": 4, "kernel": 1], [1, 3, 3, 4]),
    LayerSample("conv", ["out": 2, "kernel": 5, "stride": 2], [2, 1, 7, 6]),
    LayerSample("conv", ["out": 4, "padding": 0, "groups": 2], [1, 4, 5, 3]),
    LayerSample("conv", ["out": 3, "groups": 3, "bias": false], [2, 3, 4, 4]),
    LayerSample("conv", ["out": 2, "kernel": 2, "dilation": 2, "padding": 2], [1, 2, 4, 5]),
    LayerSample("conv", ["out": 2, "kernel": 4, "stride": 3, "padding": 1], [1, 2, 9, 8]),
    LayerSample("dense", ["out": 3], [4, 5]),
    LayerSample("dense", ["out": 7], [1, 1]),
    LayerSample("dense", ["out": 2, "bias": false], [3, 8]),
    LayerSample("bn", [3, 2, 3, 2]),
    LayerSample("bn", [5, 4]),
    LayerSample("bn", ["momentum": 0.5, "eps": 0.1], [1, 3, 3, 3]),
    LayerSample("bn", ["affine": false], [4, 3, 1, 1]),
    LayerSample("layernorm", [2, 2, 3, 3]),
    LayerSample("layernorm", [1, 5]),
    LayerSample("layernorm", ["eps": 0.1, "affine": false], [3, 4]),
    LayerSample("instancenorm", [2, 3, 3, 2]),
    LayerSample("instancenorm", ["affine": true, "eps": 0.01], [1, 2, 4, 3]),
    LayerSample("groupnorm", ["groups": 2], [2, 4, 3, 2]),
    LayerSample("groupnorm", ["groups": 1], [1, 3, 2, 2]),
    LayerSample("groupnorm", ["groups": 2, "affine": false], [3, 6]),
    LayerSample("lrn", [2, 7, 2, 2]),
    LayerSample("lrn", ["size": 2, "alpha": 2, "k": 2], [1, 4, 3, 1]),
    LayerSample("lrn", ["size": 3, "alpha": 1, "beta": 0.5], [2, 3, 1, 2]),
    LayerSample("relu", [2, 3, 3, 3]),
    LayerSample("relu", [1, 5]),
    LayerSample("relu6", [2, 3, 3, 3], reach: 9),
    LayerSample("leakyrelu", [3, 7]),
    LayerSample("leakyrelu", ["slope": -0.5], [1, 2, 3, 3]),
    LayerSample("elu", [3, 7]),
    LayerSample("elu", ["alpha": 0.5], [1, 2, 3, 3]),
    LayerSample("swish", [3, 7]),
    LayerSample("swish", ["beta": 2], [1, 2, 3, 3]),
    LayerSample("gelu", [2, 3, 3, 3]),
    LayerSample("sigmoid", [2, 3, 3, 3]),
    LayerSample("tanh", [2, 3, 3, 3]),
    LayerSample("scaledtanh", [2, 3, 3, 3]),
    LayerSample("scaledtanh", ["amplitude": 0.5, "steepness": 2], [1, 9]),
    LayerSample("maxout", ["pieces": 3], [2, 6, 2, 3]),
    LayerSample("maxout", ["pieces": 2], [3, 4]),
    LayerSample("maxout", ["pieces": 1], [1, 4]),
    LayerSample("softmax", [4, 5]),
    LayerSample("softmax", [1, 3, 2, 3]),
    LayerSample("maxpool", ["kernel": 2], [2, 3, 5, 4]),
    LayerSample("maxpool", ["kernel": 3, "stride": 1, "padding": 1], [1, 2, 3, 4]),
    LayerSample("maxpool", ["kernel": 3, "stride": 2], [1, 1, 7, 7]),
    LayerSample("avgpool", ["kernel": 2], [2, 3, 5, 4]),
    LayerSample("avgpool", ["kernel": 3, "stride": 1, "padding": 1], [1, 2, 3, 4]),
    LayerSample("globalavgpool", [2, 3, 3, 2]),
    LayerSample("globalavgpool", [1, 1, 1, 1]),
    LayerSample("subsample", ["kernel": 2], [2, 3, 5, 4]),
    LayerSample("subsample", ["kernel": 3], [1, 2, 3, 6]),
    LayerSample("flatten", [2, 3, 2, 2]),
    LayerSample("flatten", [3, 4]),
    LayerSample("dropout", [3, 10]),
    LayerSample("dropout", ["p": 0.25], [1, 2, 3, 3]),
    LayerSample("identity", [2, 3]),
    LayerSample("padchannels", ["count": 2], [2, 3, 2, 2]),
    LayerSample("padchannels", ["count": 0], [1, 3]),
  ]
}
