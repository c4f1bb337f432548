// Singular values against PyTorch, against formulas, and against each other.

import Foundation
import Layers
import Networks
import Probes
import Tensors
import Testing

/// Float32 products, decomposed in Float64, against Float64 throughout; of the largest value.
private let goldenTolerance = 3e-6
/// Sums of Float32 squares, in another order.
private let sumTolerance = 1e-5
/// What Lanczos promises of each value by default.
private let lanczosTolerance = 1e-3

/// A Jacobian's singular values as PyTorch and NumPy give them.
struct GoldenSpectrum: Decodable, Sendable, CustomTestStringConvertible {
  struct Named: Decodable, Sendable {
    let name: String
    let shape: [Int]
    let values: [Float]
  }
  private struct File: Decodable { let cases: [GoldenSpectrum] }

  let name: String
  let shape: [Int]
  let x: [Float]
  let weights: [Named]
  let values: [Double]

  var testDescription: String { name }

  static let all: [GoldenSpectrum] = {
    let url = Bundle.module.resourceURL?.appendingPathComponent("Golden/spectra.json")
    return url.flatMap { try? Data(contentsOf: $0) }
      .flatMap { try? JSONDecoder().decode(File.self, from: $0).cases } ?? []
  }()

  func chain() throws -> Chain {
    switch name {
    case "dense": try Passes.layer(Dense.self, ["out": 5])
    case "dense relu": try Passes.layer(Dense.self, ["out": 5]) + Passes.layer(ReLU.self)
    case "conv": try Passes.conv(3)
    case "conv bn leakyrelu":
      try Passes.conv(3) + Passes.layer(BatchNorm.self) + Passes.layer(LeakyReLU.self)
    case "bn": try Passes.layer(BatchNorm.self)
    case "residual":
      try Chain([
        .residual(
          body: Passes.conv(2) + Passes.layer(BatchNorm.self) + Passes.layer(Tanh.self)
            + Passes.conv(2), shortcut: Chain())
      ])
    default: try Passes.layer(AveragePooling.self, ["kernel": 2])
    }
  }
}

@Suite struct SpectrumTests {
  @Test func `there are golden spectra`() { #expect(GoldenSpectrum.all.count == 7) }

  @Test(arguments: GoldenSpectrum.all)
  func `singular values agree with those of PyTorch and NumPy`(golden: GoldenSpectrum) throws {
    let x = Tensor(Shape(golden.shape), golden.x)
    var network = try Passes.network(golden.chain(), x)
    network.parameters = NamedTensors(
      golden.weights.map { ($0.name, Tensor(Shape($0.shape), $0.values)) })
    let found = try spectrum(Passes.run(network, x))
    #expect(found.isComplete && found.values.count == golden.values.count)
    let largest = try #require(golden.values.first)
    for (value, expected) in zip(found.values, golden.values) {
      #expect(abs(value - expected) <= goldenTolerance * largest)
    }
  }

  @Test(arguments: [Phase.training, .evaluation])
  func `squares add up to the Frobenius norm, and the first value is the spectral norm`(
    phase: Phase
  ) throws {
    let pass = try Passes.narrow(phase: phase)
    for stretch in pass.program.stretches + pass.program.parts.map(\.stretch) {
      let map = try #require(Linearization(pass, of: stretch))
      let found = try spectrum(pass, stretch)
      #expect(found.isComplete, "\(stretch.name)")
      let rows = (0..<map.outputShape.count).reduce(0.0) { sum, index in
        var row = Tensor.zeros(map.outputShape)
        row[index] = 1
        return sum + map.vjp(row).sumOfSquares
      }
      let squares = found.values.reduce(0) { $0 + $1 * $1 }
      #expect(abs(squares - rows) <= sumTolerance * rows, "\(stretch.name)")
      #expect(found.largest * found.largest <= squares * (1 + sumTolerance))
      let norms = Jacobian.measure(
        map, norms: .all, iterations: 200, tolerance: 1e-4, probes: nil,
        randomness: Randomness(seed: 8), isCancelled: { false })
      let spectral = try #require(norms.spectral?.value)
      #expect(abs(spectral - found.largest) <= lanczosTolerance * found.largest, "\(stretch.name)")
      let frobenius = try #require(norms.frobenius)
      #expect(abs(frobenius.value - rows.squareRoot()) <= 5e-3 * rows.squareRoot())
    }
  }

  @Test func `a residual block's Jacobian is the identity and its body's`() throws {
    let pass = try Passes.narrow()
    let block = try #require(pass.program.stretch("residual1"))
    let body = try #require(pass.program.part("residual1.body")?.stretch)
    let skip = try #require(pass.program.part("residual1.shortcut")?.stretch)
    let (whole, branch) = (Linearization(pass, of: block), Linearization(pass, of: body))
    let dx = Randomness(seed: 3).normal(try #require(whole).inputShape)
    let (a, b) = (try #require(whole?.jvp(dx)), try #require(branch?.jvp(dx)))
    #expect((a - (dx + b)).norm <= sumTolerance * a.norm)
    let identity = try spectrum(pass, skip)
    #expect(identity.condition == 1 && identity.largest == 1 && identity.zeroShare == 0)
  }

  @Test(arguments: [Phase.training, .evaluation])
  func `Lanczos finds what the whole decomposition finds`(phase: Phase) throws {
    let pass = try Passes.narrow(phase: phase)
    for name in ["conv1", "residual1", "residual2", "concat1", "dense1", "network"] {
      let stretch = try #require(pass.program.anyStretch(name))
      let all = try spectrum(pass, stretch)
      var options = Spectrum.Options()
      options.longestSide = 0
      options.largest = 6
      let found = try spectrum(pass, stretch, options: options)
      guard case .lanczos = found.method else {
        Issue.record("\(name): \(found.method)")
        continue
      }
      #expect(found.total == min(all.total, found.total), "\(name)")
      // Of several equal values not each need be found: every one found is there, in order.
      var rest = all.values[...]
      for (value, residual) in zip(found.values, found.residuals) {
        let allowed = residual + 1e-5 * all.largest
        rest = rest.drop { abs($0 - value) > allowed }
        #expect(rest.popFirst() != nil, "\(name): \(value) ± \(residual)")
      }
      #expect(abs(found.largest - all.largest) <= lanczosTolerance * all.largest, "\(name)")
    }
  }

  @Test func `Lanczos finds a known spectrum, equal values included`() throws {
    // A dense layer of 1600 numbers: diagonal, with 3, 2.9, 2.8 twice and small ones behind.
    let size = 1600
    let x = Randomness(seed: 2).normal([1, size])
    var network = try Passes.network(Passes.dense(Double(size)), x)
    var weight = Tensor.zeros([size, size])
    let top: [Float] = [3, 2.9, 2.8, 2.8]
    for index in 0..<size {
      weight[index * size + index] = index < 4 ? top[index] : 2 * Float(index) / Float(size)
    }
    network.parameters = NamedTensors([("dense1.weight", weight)])
    var options = Spectrum.Options()
    options.largest = 3
    let found = try spectrum(Passes.run(network, x), options: options)
    #expect(found.values.count == 3)
    for (value, expected) in zip(found.values, [3, 2.9, 2.8]) {
      #expect(abs(value - expected) <= lanczosTolerance * expected)
    }
  }

  @Test func `orthogonal weights have condition 1`() throws {
    let x = Randomness(seed: 2).normal([3, 24])
    var network = try Passes.network(Passes.dense(24), x)
    // A Householder reflection I − 2 v vᵀ.
    let v = Randomness(seed: 6).normal([24])
    let square = Float(v.sumOfSquares)
    let weight = Tensor(
      [24, 24],
      (0..<576).map { index -> Float in
        let (row, column) = (index / 24, index % 24)
        return (row == column ? 1 : 0) - 2 * v[row] * v[column] / square
      })
    network.parameters = NamedTensors([("dense1.weight", weight)])
    let found = try spectrum(Passes.run(network, x))
    #expect(abs(found.condition - 1) < 1e-6 && found.total == 72 && found.zeroShare == 0)
  }

  @Test func `He's rectified layer keeps half its values, between the edges`() throws {
    // Laws 19 to 21: n = 128, W from N(0, 2/n).
    let n = 128
    let x = Randomness(seed: 2).normal([16, n])
    var network = try Passes.network(Passes.dense(Double(n)) + Passes.layer(ReLU.self), x)
    let deviation = Float((2 / Double(n)).squareRoot())
    network.parameters = NamedTensors([
      ("dense1.weight", Randomness(seed: 1).normal([n, n], deviation: deviation))
    ])
    let pass = try Passes.run(network, x)
    let found = try spectrum(pass)
    // A share of n/2 ± √n/2 rows, in 16 examples that share one W.
    #expect(abs(found.zeroShare - 0.5) < 0.05)
    #expect(found.condition == .infinity)
    let edges = try #require(found.marchenkoPastur)
    #expect(abs(edges.low - (2.0.squareRoot() - 1)) < 0.05)
    #expect(abs(edges.high - (2.0.squareRoot() + 1)) < 0.05)
    // The spectrum of a finite matrix ends inside: [.456, 2.361] at n = 128.
    #expect(edges.shareInside > 0.97)
    #expect(abs(found.largest - edges.high) < 0.15)
    #expect(abs(found.meanSquare - 1) < 0.1)
    let layer = try spectrum(pass, pass.program.stretch("dense1"))
    #expect(abs(layer.largest - 2 * 2.0.squareRoot()) < 0.15)
    #expect(layer.zeroShare == 0)
  }

  @Test(arguments: [Initializer.orthogonal(), .looksLinear()])
  func `weights that depend on each other have no edges`(start: Initializer) throws {
    let x = Randomness(seed: 2).normal([2, 32])
    var network = try Passes.network(Passes.dense(32) + Passes.dense(32) + Passes.dense(32), x)
    _ = try network.initialize(start, randomness: Randomness(seed: 1)) { _ in true }
    let pass = try Passes.run(network, x)
    let found = try spectrum(pass, pass.program.stretch("dense2"))
    #expect(found.marchenkoPastur == nil)
    #expect(found.dependence == (start == .looksLinear() ? .repeated : .orthogonal))
    _ = try network.initialize(.he(), randomness: Randomness(seed: 1)) { _ in true }
    let other = try Passes.run(network, x)
    let independent = try spectrum(other, other.program.stretch("dense2"))
    #expect(independent.marchenkoPastur != nil && independent.dependence == nil)
  }

  @Test func `one example's block is its own Jacobian`() throws {
    let chain = try Passes.conv(3) + Passes.layer(ReLU.self)
    let x = Randomness(seed: 2).normal([3, 2, 5, 5])
    let all = try Passes.run(chain, x)
    let one = try spectrum(Passes.run(all.network, x.examples(1..<2)))
    var options = Spectrum.Options()
    options.example = 1
    let found = try spectrum(all, options: options)
    #expect(found.extent == .examples(1..<2) && found.total == one.total)
    for (a, b) in zip(found.values, one.values) { #expect(abs(a - b) < 1e-5) }
  }

  @Test func `a spectrum that is cancelled is none`() throws {
    let pass = try Passes.narrow()
    let map = try #require(Linearization(pass, of: pass.program.whole))
    #expect(
      Spectrum.measure(
        map, .init(), randomness: Randomness(seed: 1), progress: { _ in }, isCancelled: { true })
        == nil)
  }

  private func spectrum(
    _ pass: Run, _ stretch: Program.Stretch? = nil, options: Spectrum.Options = .init()
  ) throws -> Spectrum {
    let map = try #require(Linearization(pass, of: stretch ?? pass.program.whole))
    return try #require(
      Spectrum.measure(
        map, options, randomness: Randomness(seed: 1), progress: { _ in }, isCancelled: { false }))
  }
}
