// The forward passes that the course CS231n publishes with its assignments, number for number.

import Layers
import Tensors
import Testing

/// The published numbers have eight decimals; ours are Float32 sums of up to 120 products.
private let publishedTolerance: Float = 1e-6

/// The arrays `correct_out` of the notebooks of CS231n (Stanford University, assignment 2,
/// ConvolutionalNetworks.ipynb and FullyConnectedNets.ipynb); all inputs are evenly spaced numbers,
/// as `numpy.linspace` makes them.
@Suite("CS231n") struct CourseTests {
  @Test func `conv forward`() throws {
    var layer = try made("conv", [2, 3, 4, 4], ["out": 3, "kernel": 4, "stride": 2, "padding": 1])
    layer.parameters["weight"] = spaced([3, 3, 4, 4], from: -0.2, to: 0.3)
    layer.parameters["bias"] = spaced([3], from: -0.1, to: 0.2)
    try expect(
      layer, on: spaced([2, 3, 4, 4], from: -0.1, to: 0.5), gives: [2, 3, 2, 2],
      [
        -0.08759809, -0.10987781, -0.18387192, -0.2109216, 0.21027089, 0.21661097, 0.22847626,
        0.23004637, 0.50813986, 0.54309974, 0.64082444, 0.67101435, -0.98053589, -1.03143541,
        -1.19128892, -1.24695841, 0.69108355, 0.66880383, 0.59480972, 0.56776003, 2.36270298,
        2.36904306, 2.38090835, 2.38247847,
      ])
  }

  @Test func `max-pooling forward`() throws {
    try expect(
      made("maxpool", [2, 3, 4, 4], ["kernel": 2]),
      on: spaced([2, 3, 4, 4], from: -0.3, to: 0.4), gives: [2, 3, 2, 2],
      [
        -0.26315789, -0.24842105, -0.20421053, -0.18947368, -0.14526316, -0.13052632, -0.08631579,
        -0.07157895, -0.02736842, -0.01263158, 0.03157895, 0.04631579, 0.09052632, 0.10526316,
        0.14947368, 0.16421053, 0.20842105, 0.22315789, 0.26736842, 0.28210526, 0.32631579,
        0.34105263, 0.38526316, 0.4,
      ])
  }

  @Test func `affine forward`() throws {
    var layer = try made("dense", [2, 120], ["out": 3])
    // The course's w is [in, out]: its transpose is ours.
    let w = spaced([120, 3], from: -0.2, to: 0.3)
    layer.parameters["weight"] = Tensor([3, 120], (0..<360).map { w[$0 % 120 * 3 + $0 / 120] })
    layer.parameters["bias"] = spaced([3], from: -0.3, to: 0.1)
    let flatten = try made("flatten", [2, 4, 5, 6])
    let x = flatten.forward(
      spaced([2, 4, 5, 6], from: -0.1, to: 0.5), phase: .training, randomness: Randomness(seed: 1)
    ).output
    try expect(
      layer, on: x, gives: [2, 3],
      [1.49834967, 1.70660132, 1.91485297, 3.25553199, 3.5141327, 3.77273342])
  }

  @Test func `relu forward`() throws {
    try expect(
      made("relu", [3, 4]), on: spaced([3, 4], from: -0.5, to: 0.5), gives: [3, 4],
      [
        0, 0, 0, 0, 0, 0, 0.04545455, 0.13636364, 0.22727273, 0.31818182, 0.40909091, 0.5,
      ])
  }

  // ---- How the numbers are come by

  /// Evenly spaced numbers with both ends.
  private func spaced(_ shape: Shape, from first: Double, to last: Double) -> Tensor {
    let step = (last - first) / Double(shape.count - 1)
    return Tensor(shape, (0..<shape.count).map { Float(first + Double($0) * step) })
  }

  private func expect(
    _ layer: any Layer, on x: Tensor, gives shape: Shape, _ published: [Float]
  ) throws {
    let y = layer.forward(x, phase: .training, randomness: Randomness(seed: 1)).output
    try #require(y.shape == shape)
    for (ours, theirs) in zip(y.values, published) {
      #expect(abs(ours - theirs) <= publishedTolerance * max(1, abs(theirs)))
    }
  }
}
