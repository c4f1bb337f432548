// Every layer against PyTorch 2.15.0 in float64: values, both derivatives, running statistics.

import Foundation
import Layers
import Tensors
import Testing

/// Inputs and sums are Float32 here and float64 there: some tens of roundings of 6e-8, relative to
/// the largest number of the result. Measured are 6e-7 at most; fast convolutions add some.
private let goldenTolerance: Float = 1e-5
/// Fewer cases from PyTorch would leave options of a layer untried.
private let fewestCases = 20

@Suite("Golden cases") struct GoldenTests {
  /// Files of cases and the kind of layer they are about.
  static let files: [(file: String, kind: String)] =
    layerCatalog.map { ($0.card.name, $0.card.name) } + [("connections", "conv")]

  @Test func `every layer has twenty golden cases, batches of one and odd sizes among them`() throws
  {
    var lines = ["golden cases      PyTorch  batch 1    odd"]
    for (file, _) in Self.files {
      let cases = try GoldenCase.all(of: file)
      let ones = cases.count { $0.x.shape[0] == 1 }
      let odd = cases.count { $0.x.shape.dropFirst().contains { !$0.isMultiple(of: 2) } }
      let numbers = [cases.count, ones, odd].map { number in
        String(repeating: " ", count: 8 - String(number).count) + String(number)
      }
      lines.append(file.padding(toLength: 16, withPad: " ", startingAt: 0) + numbers.joined())
      #expect(cases.count >= fewestCases, "\(file)")
      #expect(ones > 0 && odd > 0, "\(file)")
    }
    print(lines.joined(separator: "\n"))
  }

  @Test(arguments: files)
  func `a layer agrees with PyTorch`(file: String, kind: String) throws {
    let type = try #require(layerCatalog.first { $0.card.name == kind })
    let cases = try GoldenCase.all(of: file)
    var worst: Float = 0

    for (number, golden) in cases.enumerated() {
      func compare(_ ours: Tensor?, _ theirs: GoldenCase.Numbers, _ what: String) {
        guard let ours, ours.shape == Shape(theirs.shape) else {
          Issue.record("\(kind) case \(number): \(what) has another shape")
          return
        }
        let largest = theirs.values.reduce(1) { max($0, abs($1)) }
        let error = zip(ours.values, theirs.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
        worst = max(worst, error / largest)
        #expect(error <= goldenTolerance * largest, "\(kind) case \(number): \(what)")
      }

      var layer = try golden.layer(type)
      let phase = try #require(Phase(rawValue: golden.phase))
      let pass = layer.forward(golden.x.tensor, phase: phase, randomness: Randomness(seed: 2))
      compare(pass.output, golden.y, "y")
      let cotangent = layer.vjp(golden.dy.tensor, of: pass, wanted: .all)
      compare(cotangent.input, golden.vjpInput, "dx of dy")
      for name in layer.parameters.names {
        compare(
          cotangent.parameters[name], try #require(golden.vjpParameters[name]), "d\(name) of dy")
      }
      let dp = NamedTensors(
        try layer.parameters.names.map { ($0, try #require(golden.dp[$0]).tensor) })
      compare(layer.jvp(golden.dx.tensor, dp, of: pass), golden.jvp, "dy of (dx, dp)")
      layer.absorb(pass)
      for name in layer.buffers.names {
        compare(layer.buffers[name], try #require(golden.absorbed[name]), name)
      }
    }
    print("golden \(file): largest relative error \(worst)")
  }
}
