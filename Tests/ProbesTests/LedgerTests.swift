// The books of the gradient: factors multiply, ways add up.

import Layers
import Networks
import Probes
import Tensors
import Testing

/// Products and quotients of norms in Float64.
private let productTolerance = 1e-12
/// Sums of Float32 gradients, made once by the pass and once again.
private let sumTolerance = 1e-5

@Suite struct LedgerTests {
  @Test(arguments: [Phase.training, .evaluation])
  func `the product of the factors is the measured gradient norm`(phase: Phase) throws {
    let pass = try Passes.narrow(phase: phase)
    let ledger = Ledger(pass)
    let (loss, input) = (try #require(pass.loss?.gradient.norm), try #require(pass.gradients[0]))
    #expect(ledger.start == loss && ledger.end == input.norm)
    #expect(abs(loss * ledger.product - input.norm) <= productTolerance * input.norm)
    #expect(ledger.entries.map(\.name) == pass.program.topLevel.reversed())
  }

  @Test func `each factor is the Jacobian's on the gradient that passes`() throws {
    let pass = try Passes.narrow()
    for entry in Ledger(pass).entries {
      let stretch = try #require(pass.program.stretch(entry.name))
      let outside = try #require(pass.gradients[stretch.output])
      let inside = try #require(Linearization(pass, of: stretch)?.vjp(outside))
      #expect(abs(inside.norm / outside.norm - entry.factor) <= sumTolerance * entry.factor)
    }
  }

  @Test func `the ways through a block add up to its gradient`() throws {
    let pass = try Passes.narrow()
    let blocks = Ledger(pass).entries.filter { !$0.ways.isEmpty }
    #expect(blocks.map(\.name) == ["concat1", "residual2", "residual1"])
    for block in blocks {
      #expect(abs(block.ways.reduce(0) { $0 + $1.share } - 1) <= sumTolerance)
      for way in block.ways {
        let part = try #require(pass.program.part(way.part))
        let within = Ledger(pass, through: part)
        // The part's own books end in what it brings to the block's input.
        #expect(abs(within.end - way.norm) <= sumTolerance * way.norm, "\(way.part)")
        #expect(
          abs(within.start * within.product - within.end) <= productTolerance * within.end)
      }
      guard block.ways.count == 2, let cosine = block.ways[0].cosine else { continue }
      // ‖a + b‖² = ‖a‖² + ‖b‖² + 2 ‖a‖ ‖b‖ cos
      let (a, b) = (block.ways[0].norm, block.ways[1].norm)
      let whole = a * a + b * b + 2 * a * b * cosine
      #expect(abs(whole - block.norm * block.norm) <= sumTolerance * whole)
      #expect(block.ways[1].cosine.map { abs($0 - cosine) < 1e-9 } ?? false)
    }
    let skip = try #require(blocks.last?.ways.first)
    #expect(skip.name == "skip" && abs(skip.factor - 1) < sumTolerance)
  }

  @Test func `a stretch is a part of the whole ledger`() throws {
    let pass = try Passes.narrow()
    let whole = Ledger(pass)
    let part = try #require(Ledger(pass, from: "bn1", to: "residual2"))
    let names = part.entries.map(\.name)
    #expect(names == ["residual2", "leakyrelu2", "residual1", "leakyrelu1", "bn1"])
    #expect(part.entries == whole.entries.filter { names.contains($0.name) })
    let inside = try #require(Ledger(pass, from: "residual1.conv1", to: "residual1.bn1"))
    #expect(inside.entries.count == 2)
    #expect(abs(inside.start * inside.product - inside.end) <= productTolerance * inside.end)
    #expect(Ledger(pass, from: "conv1", to: "residual1.bn1") == nil)
    #expect(Ledger(pass, from: "residual1", to: "conv1") == nil)
  }
}
