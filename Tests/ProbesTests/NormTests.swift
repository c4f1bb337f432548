// Norms of Jacobians against the Jacobian written out, and where the estimates would be led astray.

import Layers
import Networks
import Probes
import Tensors
import Testing

/// What `jacobian` promises of the spectral norm by default, with room for an unlucky start.
private let spectralTolerance = 3e-3
/// The estimate stops at a standard error of 1e-3: five of them.
private let estimateTolerance = 5e-3
/// Sums of Float32 squares.
private let exactTolerance = 1e-5

@Suite struct NormTests {
  @Test(arguments: 1...6)
  func `both norms agree with the Jacobian written out`(seed: Int) throws {
    let pass = try finished(
      layer(Convolution.self, ["out": 4]) + layer(BatchNorm.self) + layer(ReLU.self)
        + layer(Convolution.self, ["out": 3, "kernel": 2, "stride": 2])
        + layer(AveragePooling.self, ["kernel": 2, "stride": 1]),
      Randomness(seed: UInt64(seed)).normal([3, 2, 6, 6]))
    for stretch in pass.program.stretches + [pass.program.whole] {
      let map = try #require(Linearization(pass, of: stretch))
      let rows = self.rows(of: map)
      let frobenius = rows.reduce(0) { $0 + $1.sumOfSquares }.squareRoot()
      let found = measure(map)
      let estimate = try #require(found.frobenius)
      #expect(
        abs(estimate.value - frobenius)
          <= (estimate.isExact ? exactTolerance : estimateTolerance) * frobenius,
        "\(stretch.name)")
      let gain = frobenius / Double(map.inputShape.count).squareRoot()
      #expect(abs((found.gain ?? 0) - gain) <= estimateTolerance * gain)
      let spectral = largestSingularValue(map, frobenius: frobenius)
      let value = try #require(found.spectral?.value)
      #expect(abs(value - spectral) <= spectralTolerance * spectral, "\(stretch.name)")
    }
  }

  @Test func `one steep number among thousands is the spectral norm`() throws {
    var x = Tensor(repeating: 1, [5, 3000])
    x[7_777] = -1
    let pass = try finished(layer(LeakyReLU.self, ["slope": 3]), x)
    let map = try #require(Linearization(pass, of: pass.program.whole))
    let found = measure(map)
    #expect(found.spectral?.value == 3)
    #expect(found.frobenius?.isExact == true)
    #expect(abs((found.frobenius?.value ?? 0) - Double(14_999 + 9).squareRoot()) < 1e-4)
  }

  @Test func `a rare large singular value is not overlooked behind many equal ones`() throws {
    // Of 422 500 singular values one is 1.5 and all others are 1: a random start holds so little
    // of its direction that a first product with it shows nothing.
    var x = Tensor(repeating: 1, [1, 1, 650, 650])
    x[1_830] = -1
    let steep = try layer(LeakyReLU.self, ["slope": 1.5])
    let still = try layer(AveragePooling.self, ["kernel": 1])
    let pass = try finished(steep + still, x)
    let map = try #require(Linearization(pass, of: pass.program.whole))
    let value = try #require(measure(map).spectral?.value)
    #expect(abs(value - 1.5) <= spectralTolerance * 1.5)
  }

  @Test func `Jacobians far below Float32's squares keep their norms`() throws {
    var pass = try finished(
      layer(Dense.self, ["out": 30, "bias": false]), Randomness(seed: 1).normal([2, 30]))
    let small: Float = 1e-25
    var network = pass.network
    let weight = try #require(network.parameters["dense1.weight"])
    let before = try measure(#require(Linearization(pass, of: pass.program.whole)))
    network.parameters = NamedTensors([("dense1.weight", small * weight)])
    pass = try run(network, Randomness(seed: 1).normal([2, 30]))
    let after = try measure(#require(Linearization(pass, of: pass.program.whole)))
    for (a, b) in [
      (before.spectral?.value, after.spectral?.value),
      (before.frobenius?.value, after.frobenius?.value),
    ] {
      let (a, b) = (try #require(a), try #require(b))
      #expect(abs(b / Double(small) - a) <= spectralTolerance * a)
    }
  }

  @Test func `a Jacobian of zeros has norms of zero`() throws {
    let pass = try finished(layer(ReLU.self), Tensor(repeating: -1, [2, 5]))
    let found = try measure(#require(Linearization(pass, of: pass.program.whole)))
    #expect(found.spectral?.value == 0 && found.frobenius?.value == 0 && found.gain == 0)
  }

  @Test func `where one direction holds the norm the estimate still has it`() throws {
    // Too many rows for an exact answer, all equal: rank 1, so that ‖J v‖² of a random v is
    // anything from 0 on.
    let wide = try layer(Dense.self, ["out": 600, "bias": false])
    var pass = try finished(wide + wide, Randomness(seed: 2).normal([1, 600]))
    var network = pass.network
    let row = Randomness(seed: 3).normal([600])
    let equal = Tensor([600, 600], (0..<600).flatMap { _ in row.values })
    network.parameters = NamedTensors([("dense1.weight", equal), ("dense2.weight", equal)])
    pass = try run(network, Randomness(seed: 2).normal([1, 600]))
    let map = try #require(Linearization(pass, of: pass.program.whole))
    let exact = rows(of: map).reduce(0) { $0 + $1.sumOfSquares }.squareRoot()
    let found = try #require(measure(map).frobenius)
    #expect(!found.isExact && abs(found.value - exact) <= estimateTolerance * exact)
  }

  // ---- How the numbers are come by

  private func layer(
    _ kind: any Layer.Type, _ arguments: KeyValuePairs<String, LayerArguments.Value> = [:]
  ) throws -> Chain {
    let written = arguments.map { (name: $0.key, value: $0.value) }
    return Chain([.layer(kind, try LayerArguments(written, for: kind.card), live: nil)])
  }

  private func finished(_ chain: Chain, _ x: Tensor) throws -> Run {
    try run(
      Network(chain, input: x.shape.example, randomness: Randomness(seed: 9), memory: 1 << 30), x)
  }

  private func run(_ network: Network, _ x: Tensor) throws -> Run {
    var run = Run(
      network, program: try Program(network, input: x.shape, memory: 1 << 30), x: x, labels: [],
      phase: .training, randomness: Randomness(seed: 4))
    while case .forward? = run.next { run.step() }
    return run
  }

  private func measure(_ map: Linearization) -> Jacobian {
    Jacobian.measure(
      map, norms: .all, iterations: 200, tolerance: 1e-3, probes: nil,
      randomness: Randomness(seed: 8), isCancelled: { false })
  }

  private func rows(of map: Linearization) -> [Tensor] {
    (0..<map.outputShape.count).map { index in
      var row = Tensor.zeros(map.outputShape)
      row[index] = 1
      return map.vjp(row)
    }
  }

  /// Plain power iteration, far longer than the program would, from several starts.
  private func largestSingularValue(_ map: Linearization, frobenius: Double) -> Double {
    (0..<3).map { start in
      var v = Randomness(seed: UInt64(70 + start)).normal(map.inputShape)
      var value = 0.0
      for _ in 0..<600 {
        v = Float(1 / max(v.norm, 1e-30)) * v
        let image = map.jvp(v)
        value = image.norm
        v = map.vjp(image)
      }
      return value
    }.max() ?? 0
  }
}
