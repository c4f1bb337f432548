// What activations do to normal numbers: moments, gains, steepest slopes, fixed points.

import Foundation
import Layers
import Tensors
import Testing

/// The published gains have four decimals.
private let gainTolerance = 1e-4
/// Float32 values under an integral of Float64.
private let integralTolerance = 1e-5
/// A mean of this many random numbers may be off by so many of its standard deviations.
private let deviations = 4.0

@Suite("Laws of activations") struct ActivationLawTests {
  /// An activation with the factor that keeps E[x²] of normal numbers (law 5).
  static let gains: [(kind: String, arguments: [String: Double], gain: Double)] = [
    ("relu", [:], 1.4142), ("leakyrelu", ["slope": 0.2], 1.3868), ("tanh", [:], 1.5925),
    ("sigmoid", [:], 1.8462), ("swish", [:], 1.6765), ("elu", [:], 1.2452), ("gelu", [:], 1.5335),
  ]

  @Test(arguments: gains)
  func `the gain that keeps the second moment is one over the root of E[φ²]`(
    kind: String, arguments: [String: Double], gain: Double
  ) throws {
    let moments = try moments(kind, arguments)
    #expect(abs(1 / moments.square.squareRoot() - gain) < gainTolerance)
  }

  /// An activation with the factor that keeps the variance (law 6, Brock et al. 2021).
  static let scales: [(kind: String, arguments: [String: Double], gain: Double)] = [
    ("relu", [:], 1.7129), ("gelu", [:], 1.7009), ("swish", [:], 1.7872), ("tanh", [:], 1.5925),
    ("elu", [:], 1.2708), ("leakyrelu", ["slope": 0.01], 1.7048),
  ]

  @Test(arguments: scales)
  func `the gain that keeps the variance is one over the deviation of φ`(
    kind: String, arguments: [String: Double], gain: Double
  ) throws {
    let moments = try moments(kind, arguments)
    let variance = moments.square - moments.mean * moments.mean
    #expect(abs(1 / variance.squareRoot() - gain) < gainTolerance)
  }

  /// Law 4.
  @Test func `of normal numbers ReLU keeps half the second moment and a mean of one over √2π`()
    throws
  {
    let count = 400_000
    let y = try made("relu", [1, count]).output(Randomness(seed: 21).normal([1, count]))
    let (mean, square) = (y.sum / Double(count), y.sumOfSquares / Double(count))
    let root = Double(count).squareRoot()
    // The deviations of x and of x²: √(½ − 1/2π) and √(3/2 − ¼).
    #expect(abs(mean - 1 / (2 * Double.pi).squareRoot()) < deviations * 0.5838 / root)
    #expect(abs(square - 0.5) < deviations * 1.25.squareRoot() / root)
    #expect(abs((square - mean * mean).squareRoot() - 0.5838) < deviations / root)
  }

  /// Law 7: SELU is λ ELU with α = 1.67326 and λ = 1.05070.
  @Test func `SELU keeps a mean of zero and a variance of one`() throws {
    let moments = try moments("elu", ["alpha": 1.6732632423543772])
    let scale = 1.0507009873554805
    #expect(abs(scale * moments.mean) < integralTolerance)
    #expect(abs(scale * scale * moments.square - 1) < integralTolerance)
  }

  /// Law 8: q ← E[tanh²(√q z)] from q = 1, which tends to 1/(2l).
  @Test func `at criticality tanh loses its signal like one over the depth`() throws {
    var q = 1.0
    for depth in 1...100 {
      q = try moments("tanh", [:], deviation: q.squareRoot()).square
      if depth == 50 { #expect(abs(q - 0.01022) < integralTolerance) }
    }
    #expect(abs(q - 0.00507) < integralTolerance)
  }

  /// Law 16.
  @Test func `a sigmoid is nowhere steeper than a quarter, and tanh nowhere steeper than one`()
    throws
  {
    let x = Tensor([1, 2001], (-1000...1000).map { Float($0) / 100 })
    let sigmoid = try made("sigmoid", x.shape).slopes(x).values
    let tanh = try made("tanh", x.shape).slopes(x).values
    #expect(sigmoid.max() == 0.25 && sigmoid[1000] == 0.25)
    #expect(tanh.max() == 1 && tanh[1000] == 1)
    #expect(abs(sigmoid[1500] - 0.00665) < 5e-6)
    #expect(abs(tanh[1500] - 1.8e-4) < 5e-6)
  }

  /// E[φ(sz)] and E[φ(sz)²] for a normal z, by the trapezoidal rule over −10 ... 10.
  private func moments(
    _ kind: String, _ arguments: [String: Double], deviation: Double = 1
  ) throws -> (mean: Double, square: Double) {
    let type = try #require(layerCatalog.first { $0.card.name == kind })
    let written = type.card.parameters.compactMap { parameter in
      arguments[parameter.name].map {
        (name: parameter.name, value: LayerArguments.Value.number($0))
      }
    }
    let points = (-2000...2000).map { Double($0) / 200 }
    let layer = try type.init(
      LayerArguments(written, for: type.card), input: [1, points.count],
      randomness: Randomness(seed: 1))
    let y = layer.output(Tensor([1, points.count], points.map { $0 * deviation })).doubles
    let density = points.map { exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() / 200 }
    let mean = zip(y, density).reduce(0) { $0 + $1.0 * $1.1 }
    let square = zip(y, density).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
    return (mean, square)
  }
}
