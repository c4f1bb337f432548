// What the laws predict, against numbers of the literature and of simulations in NumPy.

import Testing
import Theory

/// Numbers quoted with three or four digits.
private let quoted = 5e-4
/// A simulation of finite networks against the limit, relative.
private let simulated = 0.12

private func predicted(
  _ law: Law, series: Int = 0, _ change: (inout Law.Setting) -> Void = { _ in }
) -> [Double] {
  var setting = law.standard
  change(&setting)
  return law.predict(setting)[series].points.map(\.value)
}

private func expect(
  _ value: Double, near expected: Double, relative tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    abs(value - expected) <= tolerance * abs(expected), "\(value), not \(expected)",
    sourceLocation: sourceLocation)
}

@Suite struct PredictionTests {
  @Test func `lengths shrink as start values say`() {
    #expect(predicted(.heReLU).allSatisfy { $0 == 1 })
    expect(predicted(.lecunReLU)[20], near: 9.766e-4, relative: quoted)
    expect(predicted(.standardReLU)[8], near: 7.716e-4, relative: quoted)
  }

  @Test func `moments and gains are those of quadrature`() {
    for (value, expected) in zip(predicted(.rectifiedMoments), [0.39894, 0.5, 0.34085]) {
      expect(value, near: expected, relative: quoted)
    }
    // relu, leakyrelu(0.2), tanh, sigmoid, swish, elu, gelu
    let gains = [1.4142, 1.3868, 1.5925, 1.8462, 1.6765, 1.2452, 1.5335]
    for (value, expected) in zip(predicted(.gains), gains) {
      expect(value, near: expected, relative: quoted)
    }
  }

  @Test func `angles follow the arc-cosine map`() {
    let values = predicted(.correlationMap) { $0.depth = 50 }
    for (layer, expected) in [(1, 0.682), (5, 0.264), (10, 0.129), (20, 0.052), (50, 0.0121)] {
      expect(values[layer], near: expected, relative: 1e-2)
    }
  }

  @Test func `slopes, sigmoid layers and the edge of chaos have the known numbers`() {
    let sigmoid = predicted(.slopes)
    let tanh = predicted(.slopes, series: 1)
    #expect(sigmoid[0] == 0.25 && tanh[0] == 1)
    expect(sigmoid[3], near: 0.00665, relative: 1e-3)
    expect(tanh[3], near: 1.816e-4, relative: 1e-3)
    expect(predicted(.sigmoidGradient)[10], near: 5.4e-7, relative: 1e-2)
    let chaos = predicted(.orderAndChaos)
    for (value, expected) in zip(chaos, [0.880, 1, 1.048, 1.342]) {
      expect(value, near: expected, relative: 1e-3)
    }
    let places = Law.orderAndChaos.predict(Law.orderAndChaos.standard)[0].points.map(\.place)
    #expect(places[1] == "σw² = 1.761")
  }

  @Test func `spectra have the known edges, at finite width nearer to what is simulated`() {
    #expect(predicted(.layerJacobian) == [128])
    expect(predicted(.layerJacobian, series: 1)[0].squareRoot(), near: 11.3, relative: 2e-2)
    let wide = predicted(.marchenkoPastur) { $0.width = 1024 }
    #expect(wide[0] > 2.0.squareRoot() - 1 && wide[0] < 0.43)
    #expect(wide[20] < 2.0.squareRoot() + 1 && wide[20] > 2.39)
    // n = 128, NumPy: 0.456 and 2.361
    let values = predicted(.marchenkoPastur)
    expect(values[0], near: 0.456, relative: 5e-2)
    expect(values[20], near: 2.361, relative: 1e-2)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
    // L = 1, 4 at n = 128, NumPy: 3.84 and 10.9; the limits are 4 and 12.21
    let largest = predicted(.productNorm)
    expect(largest[0], near: 3.84, relative: 2e-2)
    expect(largest[3], near: 10.9, relative: 4e-2)
    for (value, expected) in zip(predicted(.spectralVariance), [4.0, 8, 4, 0]) {
      #expect(value == expected)
    }
    // L → ∞ width: (L + 1)^(L+1) / L^L
    let limit = predicted(.productNorm) { $0.width = 1_000_000_000 }
    expect(limit[0], near: 4, relative: quoted)
    expect(limit[3], near: 12.207, relative: quoted)
  }

  @Test func `the logarithm of a norm drifts down by half its variance`() {
    #expect(predicted(.logNorm) == [-1])
    #expect(predicted(.logNorm, series: 1) == [2])
  }

  @Test func `batch norm and residual blocks grow by the known factors`() {
    let growth = predicted(.batchNormGrowth)[1]
    expect(growth, near: 1.2112, relative: quoted)
    expect(growth * growth, near: 1.4669, relative: quoted)
    let linear = predicted(.linearBatchNorm) { $0.batch = 8 }[1]
    expect(linear * linear, near: 1.2, relative: 1e-12)
    #expect(predicted(.residualDoubling)[10] == 1024)
    #expect(predicted(.residualBatchNorm)[20] == 21)
    expect(predicted(.residualBatchNorm, series: 1)[20], near: 14.64, relative: quoted)
  }

  @Test func `gradients shatter at the known rates`() {
    #expect(predicted(.shatteredBatchNorm)[6] == 1.0 / 64)
    let plain = predicted(.shatteredPlain)
    for (layers, expected) in [(1, 0.826), (2, 0.673), (4, 0.422), (8, 0.112), (10, 0.034)] {
      expect(plain[layers], near: expected, relative: 2e-2)
    }
    // NumPy: .861 .742 .540 .377 .248 .151 after 1, 2, 4, 6, 8, 10 blocks
    let residual = predicted(.shatteredResidual)
    for (blocks, expected) in [(1, 0.861), (2, 0.742), (4, 0.54), (6, 0.377), (10, 0.151)] {
      expect(residual[blocks], near: expected, relative: simulated)
    }
    #expect(residual[10] > 0.0563)  // (3/4)¹⁰
  }

  @Test func `residual gradients with batch norm fall as a power of depth`() {
    let shared = predicted(.shatteredResidualBatchNorm) { $0.depth = 50 }[50]
    expect(predicted(.shatteredResidualBatchNorm)[10], near: 0.275, relative: 2e-3)
    expect(shared, near: 0.094, relative: 5e-3)
    let growth = predicted(.shatteredResidualBatchNorm, series: 1)[10]
    expect(growth * growth, near: 17.3, relative: 5e-3)
  }

  @Test func `three quarters of the blocks survive`() {
    #expect(predicted(.stochasticDepth) == [40.25])
    expect(predicted(.stochasticDepth, series: 1)[0].squareRoot(), near: 3.02, relative: 1e-3)
    let eight = predicted(.stochasticDepth, series: 1) { $0.depth = 8 }[0].squareRoot()
    expect(eight, near: 1.21, relative: 5e-3)
  }
}
