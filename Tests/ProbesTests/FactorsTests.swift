// The factors that `why` tells must make the number that they explain.

import Layers
import Networks
import Probes
import Tensors
import Testing

/// Products of some ten Float32 norms.
private let productTolerance = 1e-5

@Suite struct FactorsTests {
  @Test(arguments: [Phase.training, .evaluation])
  func `factors multiply to the gradient's measured norm`(phase: Phase) throws {
    let run = try Passes.narrow(phase: phase)
    let names =
      ["input"] + run.network.parameters.names + run.program.instructions.map(\.name)
    for name in names {
      for isMean in [false, true] {
        let factors = try #require(Factors.ofGradient(name, isMean: isMean, in: run), "\(name)")
        // Where batch norm takes a gradient away, rounding is all that is left of it.
        #expect(
          abs(factors.product - factors.measured) <= productTolerance * factors.measured + 1e-12,
          "\(name): \(factors.product) for \(factors.measured)")
      }
    }
    let weight = try #require(run.gradientsByName["conv1.weight"])
    let factors = try #require(Factors.ofGradient("conv1.weight", isMean: false, in: run))
    #expect(abs(factors.measured - weight.norm) <= productTolerance * weight.norm)
    #expect((factors.factors.last?.value ?? 2) <= 1 + productTolerance)
  }

  @Test func `factors multiply to the Jacobian's norm`() throws {
    let run = try Passes.narrow()
    for name in ["conv1", "leakyrelu1", "residual1"] {
      let stretch = try #require(run.program.stretch(name))
      let map = try #require(Linearization(run, of: stretch))
      let factors = Factors.ofJacobian(3.5, of: map, in: run)
      #expect(abs(factors.product - 3.5) <= 3.5 * productTolerance)
    }
  }

  @Test func `there are none for names that mean nothing`() throws {
    let run = try Passes.narrow()
    #expect(Factors.ofGradient("conv9.weight", isMean: false, in: run) == nil)
    #expect(Factors.ofGradient("conv1.nothing", isMean: false, in: run) == nil)
  }
}
