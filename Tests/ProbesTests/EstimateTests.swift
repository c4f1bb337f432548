// Estimated norms: intervals that hold, precision that is reached.

import Layers
import Networks
import Probes
import Tensors
import Testing

@Suite struct EstimateTests {
  @Test func `Student's quantiles are those of the tables`() {
    // SciPy 1.14: scipy.stats.t.ppf(0.975, n).
    let table: [(degrees: Int, quantile: Double)] = [
      (1, 12.7062), (2, 4.30265), (5, 2.57058), (6, 2.44691), (10, 2.22814), (30, 2.04227),
      (100, 1.98397), (10_000, 1.96020),
    ]
    for (degrees, quantile) in table {
      #expect(abs(Student.quantile(degrees: degrees) / quantile - 1) < 1e-3, "\(degrees)")
    }
  }

  @Test func `the interval holds the norm in about 95 of 100 cases`() throws {
    let pass = try wide()
    let map = try #require(Linearization(pass, of: pass.program.whole))
    let exact = try norm(map, precision: 1e-6, seed: 0)
    #expect(exact.isExact)
    let found = try (1...100).map { try norm(map, probes: 12, seed: $0) }
    let held = found.count { abs($0.value - exact.value) <= $0.halfWidth }
    // Binomial(100, 0.95) is from 88 to 100 but for 1 case in 400.
    #expect(held >= 88, "\(held)")
    #expect(found.allSatisfy { $0.probes == 12 && !$0.isExact })
  }

  @Test(arguments: [0.05, 0.01, 0.003])
  func `the estimate stops once it is as precise as asked`(precision: Double) throws {
    let pass = try wide()
    let map = try #require(Linearization(pass, of: pass.program.whole))
    let found = try norm(map, precision: precision, seed: 3)
    #expect(found.halfWidth <= precision * found.value)
    let exact = try norm(map, precision: 1e-6, seed: 0)
    #expect(abs(found.value - exact.value) <= 3 * precision * exact.value)
  }

  /// Batch norm couples the batch, so that nothing is exact at once: 1200 inputs, 1200 outputs.
  private func wide() throws -> Run {
    let chain =
      try Passes.dense(300) + Passes.layer(BatchNorm.self) + Passes.layer(ReLU.self)
      + Passes.dense(300)
    return try Passes.run(chain, Randomness(seed: 3).normal([4, 300]))
  }

  private func norm(
    _ map: Linearization, probes: Int? = nil, precision: Double? = nil, seed: Int
  ) throws -> FrobeniusNorm {
    try #require(
      Jacobian.measure(
        map, norms: .frobenius, iterations: 1, tolerance: 1, probes: probes, precision: precision,
        randomness: Randomness(seed: UInt64(seed)), isCancelled: { false }
      ).frobenius)
  }
}
