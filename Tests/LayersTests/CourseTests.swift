// The expected outputs that Stanford's CS231n gives its students for ranges of equidistant numbers.

import Layers
import Tensors
import Testing

/// The course prints eight decimals; inputs here are Float32.
private let courseTolerance: Float = 5e-7

@Suite("CS231n") struct CourseTests {
  /// `numpy.linspace` in the given shape.
  private func range(_ first: Double, _ last: Double, _ shape: Shape) -> Tensor {
    let step = (last - first) / Double(max(1, shape.count - 1))
    return Tensor(shape, (0..<shape.count).map { Float(first + step * Double($0)) })
  }

  private func output(
    _ kind: any Layer.Type, _ arguments: KeyValuePairs<String, LayerArguments.Value>,
    parameters: KeyValuePairs<String, Tensor> = [:], of x: Tensor
  ) throws -> Tensor {
    let written = arguments.map { (name: $0.key, value: $0.value) }
    var layer = try kind.init(
      LayerArguments(written, for: kind.card), input: x.shape, randomness: Randomness(seed: 1))
    for (name, value) in parameters { layer.parameters[name] = value }
    return layer.forward(x, phase: .training, randomness: Randomness(seed: 1)).output
  }

  private func expect(_ ours: Tensor, _ shape: Shape, _ theirs: [Float]) {
    #expect(ours.shape == shape)
    for (one, other) in zip(ours.values, theirs) {
      #expect(abs(one - other) <= courseTolerance * max(1, abs(other)))
    }
  }

  @Test func `affine_forward of the first assignment`() throws {
    // Their weight is [D, M].
    let theirs = range(-0.2, 0.3, [120, 3])
    let weight = Tensor(
      [3, 120], (0..<3).flatMap { m in (0..<120).map { theirs.values[3 * $0 + m] } })
    let y = try output(
      Dense.self, ["out": 3],
      parameters: ["weight": weight, "bias": range(-0.3, 0.1, [3])],
      of: range(-0.1, 0.5, [2, 120]))
    expect(
      y, [2, 3],
      [1.498_349_67, 1.706_601_32, 1.914_852_97, 3.255_531_99, 3.514_132_7, 3.772_733_42]
    )
  }

  @Test func `conv_forward_naive of the second assignment`() throws {
    let y = try output(
      Convolution.self, ["out": 3, "kernel": 4, "stride": 2, "padding": 1],
      parameters: [
        "weight": range(-0.2, 0.3, [3, 3, 4, 4]), "bias": range(-0.1, 0.2, [3]),
      ], of: range(-0.1, 0.5, [2, 3, 4, 4]))
    expect(
      y, [2, 3, 2, 2],
      [
        -0.087_598_09, -0.109_877_81, -0.183_871_92, -0.210_921_6, 0.210_270_89, 0.216_610_97,
        0.228_476_26, 0.230_046_37, 0.508_139_86, 0.543_099_74, 0.640_824_44, 0.671_014_35,
        -0.980_535_89, -1.031_435_41, -1.191_288_92, -1.246_958_41, 0.691_083_55, 0.668_803_83,
        0.594_809_72, 0.567_760_03, 2.362_702_98, 2.369_043_06, 2.380_908_35, 2.382_478_47,
      ])
  }

  @Test func `max_pool_forward_naive of the second assignment`() throws {
    let y = try output(
      MaximumPooling.self, ["kernel": 2, "stride": 2], of: range(-0.3, 0.4, [2, 3, 4, 4]))
    expect(
      y, [2, 3, 2, 2],
      [
        -0.263_157_89, -0.248_421_05, -0.204_210_53, -0.189_473_68, -0.145_263_16, -0.130_526_32,
        -0.086_315_79, -0.071_578_95, -0.027_368_42, -0.012_631_58, 0.031_578_95, 0.046_315_79,
        0.090_526_32, 0.105_263_16, 0.149_473_68, 0.164_210_53, 0.208_421_05, 0.223_157_89,
        0.267_368_42, 0.282_105_26, 0.326_315_79, 0.341_052_63, 0.385_263_16, 0.4,
      ])
  }
}
