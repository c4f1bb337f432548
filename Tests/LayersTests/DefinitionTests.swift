// Definitions: what every layer computes, judged by its formula worked out in Float64.

import Layers
import Tensors
import Testing

/// A Float32 sum of a few dozen products against the same in Float64.
private let tolerance = 2e-6

@Suite("Definitions") struct DefinitionTests {
  @Test(arguments: LayerSample.all, LawTests.phases)
  func `forward agrees with the definition, number by number`(
    sample: LayerSample, phase: Phase
  ) throws {
    let (layer, pass) = try run(sample, phase)
    var working = Working(layer, of: pass)
    let y = Tensor(
      pass.output.shape, pass.output.values.indices.map { layer.define($0, in: &working).value })
    #expect((y - pass.output).norm <= tolerance * max(1, y.norm))
  }

  @Test(arguments: LayerSample.all, LawTests.phases)
  func `the definition's slopes are the columns of the Jacobian`(
    sample: LayerSample, phase: Phase
  ) throws {
    let (layer, pass) = try run(sample, phase)
    var variables = [Working.Variable.input(0), .input(sample.input.count / 2)]
    variables += layer.parameters.pairs.map { .parameter($0.name, $0.tensor.count - 1) }
    for variable in variables {
      var working = Working(layer, of: pass, variable: variable)
      let column = Tensor(
        pass.output.shape,
        pass.output.values.indices.map { layer.define($0, in: &working).slope })
      var dx = Tensor.zeros(sample.input)
      var dp = NamedTensors()
      switch variable {
      case .input(let index): dx[index] = 1
      case .parameter(let name, let index):
        dp[name] = layer.parameters[name].map { .zeros($0.shape) }
        dp[name]?[index] = 1
      }
      let tangent = layer.jvp(dx, dp, of: pass)
      #expect((column - tangent).norm <= 10 * tolerance * max(1, column.norm))
    }
  }

  @Test(arguments: LayerSample.all, LawTests.phases)
  func `the last line written is the number itself`(sample: LayerSample, phase: Phase) throws {
    let (layer, pass) = try run(sample, phase)
    var working = Working(layer, of: pass, isWritten: true)
    let y = layer.define(pass.output.count - 1, in: &working)
    let line = try #require(working.lines?.last)
    #expect(line.value == y.value && line.formula.hasPrefix("y = "))
    for (symbol, _) in line.numbers { #expect(line.formula.contains(symbol)) }
    if let sum = line.sum { #expect(line.formula.contains(sum.symbol)) }
  }

  private func run(_ sample: LayerSample, _ phase: Phase) throws -> (layer: any Layer, pass: Pass) {
    let layer = try sample.layer()
    return (
      layer, layer.forward(sample.x, phase: phase, randomness: LayerSample.randomness)
    )
  }
}
