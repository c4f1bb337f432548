// Functions made of exponentials against Float64, from the least to the largest numbers.

import Foundation
import Kernels
import Testing

@Suite struct TranscendentalTests {
  /// A Float64 result rounded once is half a unit off at most; polynomials add a little.
  static let tolerance = 0.51

  /// The function alone, as a curve, and the same in Float64.
  struct Function: Curve, CustomTestStringConvertible {
    let testDescription: String
    let inner: Transcendental?
    /// What may be lost where the terms of a function cancel.
    var cancellation: @Sendable (Double) -> Double = { _ in 0 }
    let truth: @Sendable (Double) -> Double

    func value(_ x: Float, _ t: Float) -> Float { t }
    var slopeInner: Transcendental? { nil }
    func slope(_ x: Float, _ y: Float, _ t: Float) -> Float { 0 }

    func callAsFunction(_ x: some Collection<Float>) -> [Float] {
      let y = FloatBuffer(repeating: .nan, count: x.count)
      apply(self, to: FloatBuffer(x), into: y)
      return y.values
    }
  }

  static let functions = [
    Function(testDescription: "exp − 1", inner: .exponentialLessOne) { expm1($0) },
    Function(testDescription: "tanh", inner: .hyperbolicTangent()) { tanh($0) },
    Function(testDescription: "tanh of a multiple", inner: .hyperbolicTangent(-0.3)) {
      tanh(Double(Float(-0.3)) * $0)
    },
    Function(testDescription: "σ", inner: .sigmoid()) { 1 / (1 + exp(-$0)) },
    Function(testDescription: "σ of a multiple", inner: .sigmoid(1e6)) { 1 / (1 + exp(-1e6 * $0)) },
    Function(testDescription: "Φ", inner: .normalDistribution, truth: distribution),
    Function(
      testDescription: "Φ + x φ", inner: .normalSlope, cancellation: { 2e-9 * distribution($0) }
    ) {
      distribution($0) + (abs($0) < 40 ? $0 * exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() : 0)
    },
  ]

  private static func distribution(_ x: Double) -> Double { erfc(-x * 0.5.squareRoot()) / 2 }

  /// Numbers of every sign and size: every 4099th bit pattern, not numbers included.
  static let everywhere = stride(from: UInt32.min, through: .max, by: 4099).map(
    Float.init(bitPattern:))

  /// Where results begin to overflow, saturate, vanish or lose digits, and numbers around.
  static let edges: [Float] = [
    0, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-8, 1e-4, 0.34657, 0.5, 0.75179, 1, 3.8325,
    5.5, 9.0109, 14.1, 14.9, 15, 17.33, 55, 87.3366, 88.7228, 103.2789, 103.9721, 110, 1e10,
    .greatestFiniteMagnitude, .infinity,
  ].flatMap { [$0.nextDown, $0, $0.nextUp] }.flatMap { [$0, -$0] }

  @Test(arguments: functions)
  func `results are the true values rounded once`(function: Function) {
    let x = Self.everywhere + Self.edges
    let y = function(x)
    var worst = 0.0
    for (x, y) in zip(x, y) {
      let truth = function.truth(Double(x))
      guard truth.isFinite else {
        #expect(truth.isNaN ? y.isNaN : Double(y) == truth, "at \(x)")
        continue
      }
      let nearest = Float(truth)
      guard nearest.isFinite && y.isFinite else {
        #expect(y == nearest, "at \(x)")
        continue
      }
      let error = max(0, abs(Double(y) - truth) - function.cancellation(Double(x)))
      worst = max(worst, error / Double(nearest.ulp))
    }
    #expect(worst < Self.tolerance)
  }

  @Test(arguments: functions.prefix(2))
  func `odd functions keep the sign of zero and the least numbers`(function: Function) {
    let x: [Float] = [0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude]
    #expect(function(x).map(\.bitPattern) == x.map(\.bitPattern))
  }

  @Test(arguments: functions)
  func `a number's bits depend neither on its place nor on its company`(function: Function) {
    let x = pattern(1_200, 1).values.map { 8 * $0 }
    let whole = function(x).map(\.bitPattern)
    for count in Array(0...70) + [1_023, 1_024, 1_025, 1_130] {
      for start in [0, 1, 37] {
        let part = function(x[start..<start + count])
        #expect(part.map(\.bitPattern) == Array(whole[start..<start + count]))
      }
    }
  }
}
