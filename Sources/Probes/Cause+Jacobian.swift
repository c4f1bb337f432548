// Why a Jacobian's Frobenius norm is what it is.

import Layers
package import Networks
package import Tensors

extension Cause {
  /// ‖J‖_F of a layer, a block, or a chain of them, as a product.
  ///
  /// Of one layer the norm is taken apart by what the layer is. Of a chain it is Hutchinson's
  /// estimate √(Σ ‖Jᵀv‖² / probes) with random signs v at the output, and the factors are what each
  /// element does to those norms.
  ///
  /// - Parameter elements: the names of layers or blocks, neighbours in one chain.
  /// - Returns: nil when cancelled or before the run's forward pass.
  package static func jacobian(
    of elements: [String], in run: Run, probes: Int = 32, randomness: Randomness,
    isCancelled: () -> Bool = { false }
  ) -> Cause? {
    let maps = elements.compactMap { run.program.stretch($0) }
      .compactMap { Linearization(run, of: $0) }
    guard maps.count == elements.count, let last = maps.last else { return nil }
    if maps.count == 1, let cause = single(last, in: run) { return cause }
    var squares = [Double](repeating: 0, count: maps.count)
    for probe in 0..<probes {
      if isCancelled() { return nil }
      var vector = randomness.split(by: probe).signs(last.outputShape)
      for (index, map) in maps.enumerated().reversed() {
        vector = map.vjp(vector)
        squares[index] += vector.sumOfSquares
      }
    }
    var factors = [outputs(last)]
    var before = Double(probes * last.outputShape.count)
    for (index, map) in maps.enumerated().reversed() {
      factors.append(
        Factor(
          name: map.stretch.name, meaning: "passing a random direction back through it",
          value: before == 0 ? 0 : (squares[index] / before).squareRoot()))
      before = squares[index]
    }
    return Cause(measured: (before / Double(probes)).squareRoot(), factors: factors)
  }

  /// √(number of outputs): what a layer that keeps every direction's length would have.
  private static func outputs(_ map: Linearization) -> Factor {
    Factor(
      name: "√outputs", meaning: "root of the number of outputs",
      value: Double(map.outputShape.count).squareRoot())
  }

  /// Of one layer whose norm can be had without probes; nil for others.
  private static func single(_ map: Linearization, in run: Run) -> Cause? {
    let stretch = map.stretch
    if let slopes = map.entries {
      // ‖J‖² = Σ φ′²: how many slopes there are, how many are not 0, how large those are.
      let alive = Double(slopes.values.count { $0 != 0 })
      let count = Double(max(1, slopes.count))
      return Cause(
        measured: slopes.norm,
        factors: [
          Factor(
            name: "√n", meaning: "root of the number of elements", value: count.squareRoot()),
          Factor(
            name: "√alive", meaning: "root of the share of slopes that are not 0",
            value: (alive / count).squareRoot()),
          Factor(
            name: "slope", meaning: "root-mean-square of the slopes that are not 0",
            value: alive == 0 ? 0 : slopes.norm / alive.squareRoot()),
        ])
    }
    guard let square = map.squaredNorm else { return nil }
    let norm = square.squareRoot()
    guard
      case .layer(let number)? = run.program.instructions[stretch.instructions].first?.operation,
      let weight = run.network.layers[number].layer.parameters["weight"], weight.shape.rank > 1
    else {
      let outputs = outputs(map)
      return Cause(
        measured: norm,
        factors: [
          outputs,
          Factor(
            name: "row", meaning: "root-mean-square norm of a row of the Jacobian",
            value: outputs.value == 0 ? 0 : norm / outputs.value),
        ])
    }
    let examples = Double(map.inputShape.examples).squareRoot()
    let whole = examples * weight.norm
    return Cause(
      measured: norm,
      factors: [
        Factor(name: "√N", meaning: "root of the number of examples", value: examples),
        Factor(name: "‖W‖", meaning: "norm of the weights", value: weight.norm),
        Factor(
          name: "√uses", meaning: "root of how many pixels each weight meets",
          value: whole == 0 ? 0 : norm / whole),
      ])
  }
}
