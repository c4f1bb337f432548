// Why a gradient or a Jacobian is as large as it is: the factors whose product it is.

package import Networks
import Layers
import Tensors

/// A measured number as a product of measured factors.
package struct Factors: Sendable, Equatable {
  package struct Factor: Sendable, Equatable {
    /// The layer it belongs to; nil for one that belongs to none.
    package var layer: String?
    /// What it is: `‖x‖, what the layer was given`.
    package var what: String
    package var value: Double
  }

  /// What it is that they make: `‖∂L/∂conv1.weight‖`.
  package var name: String
  /// That number, measured by itself.
  package var measured: Double
  package var factors: [Factor]

  /// Their product: `measured`, to rounding.
  package var product: Double { factors.reduce(1) { $0 * $1.value } }

  /// The factors of layers, the one that changes the product most first.
  package var culprits: [Factor] {
    func size(_ factor: Factor) -> Double {
      factor.value > 0 ? max(factor.value, 1 / factor.value) : .infinity
    }
    return factors.filter { $0.layer != nil }.sorted { size($0) > size($1) }
  }

  private mutating func add(_ value: Double, _ what: String, of layer: String? = nil) {
    factors.append(Factor(layer: layer, what: what, value: value))
  }

  // MARK: Gradients

  /// ‖∂L/∂name‖ of a parameter (`conv1.weight`), a layer's output (`conv1`), or `input`.
  ///
  /// Down to the layer it is ‖∂L/∂logits‖ times the ledger's factors. A weight's gradient sums dy xᵀ
  /// over examples and positions: ‖dW‖ = ‖dy‖ ‖x‖ · c, where c ≤ 1 says how far they add up.
  ///
  /// - Parameter isMean: the mean |g| of the elements instead of the norm ‖g‖.
  /// - Returns: nil for a name that is none of these, or before the backward pass is done.
  package static func ofGradient(_ name: String, isMean: Bool, in run: Run) -> Factors? {
    var result = ofGradient(name, in: run)
    if isMean, let gradient = run.gradientsByName[name] { result?.average(gradient) }
    return result
  }

  /// From the norm on to the mean |g|.
  private mutating func average(_ gradient: Tensor) {
    let mean = gradient.map { abs($0) }.sum / Double(max(1, gradient.count))
    let root = Double(max(1, gradient.count)).squareRoot()
    add(1 / root, "1/√\(gradient.count), as many elements")
    add(measured > 0 ? mean * root / measured : 0, "how evenly |g| is spread, at most 1")
    name = "mean " + name.replacing("‖", with: "|")
    measured = mean
  }

  private static func ofGradient(_ name: String, in run: Run) -> Factors? {
    if name == "input" {
      guard let gradient = run.gradients[0] else { return nil }
      var result = Factors(name: "‖∂L/∂input‖", measured: gradient.norm, factors: [])
      result.addWay(to: nil, in: run)
      return result
    }
    if let gradient = run.gradientsByName[name], let dot = name.lastIndex(of: ".") {
      let layer = String(name[..<dot])
      guard let index = run.program.instructions.firstIndex(where: { $0.name == layer }),
        let dy = run.gradients[index + 1]?.norm, let x = run.passes[index]?.input.norm
      else { return nil }
      var result = Factors(name: "‖∂L/∂\(name)‖", measured: gradient.norm, factors: [])
      result.addWay(to: layer, in: run)
      if run.network.weightNames.contains(name) {
        result.add(x, "‖x‖, what \(layer) was given", of: layer)
        let bound = dy * x
        result.add(
          bound > 0 ? gradient.norm / bound : 0,
          "how far dy xᵀ adds up over the batch, at most 1", of: layer)
      } else {
        result.add(
          dy > 0 ? gradient.norm / dy : 0, "how far dy adds up over the batch", of: layer)
      }
      return result
    }
    guard let stretch = run.program.stretch(name), let gradient = run.gradients[stretch.output]
    else { return nil }
    var result = Factors(name: "‖∂L/∂\(name)‖", measured: gradient.norm, factors: [])
    result.addWay(to: name, in: run)
    return result
  }

  /// From the loss down to the output of `target`, or to the input when it is nil.
  private mutating func addWay(to target: String?, in run: Run) {
    let program = run.program
    // The chains that lead to the target, the outermost first, each with where it is left.
    var chains: [(part: Program.Part, end: String?)] = []
    if let target {
      var inner = target
      while let part = program.part(holding: inner) {
        chains.insert((part, inner), at: 0)
        guard let block = part.block else { break }
        inner = block.name
      }
    } else if let whole = program.part(Program.whole) {
      chains = [(whole, nil)]
    }
    var norm = run.gradients[program.instructions.count]?.norm ?? 0
    add(norm, "‖∂L/∂logits‖, what the loss gives")
    for chain in chains {
      if let block = chain.part.block {
        let inside = run.gradient(into: chain.part)?.norm ?? 0
        add(norm > 0 ? inside / norm : 0, "into \(chain.part.stretch.name)", of: block.name)
        norm = inside
      }
      for entry in Ledger(run, through: chain.part).entries {
        if entry.name == chain.end { break }
        add(entry.factor, "back through \(entry.name)", of: entry.name)
        norm = entry.norm
      }
    }
  }

  // MARK: Jacobians

  /// ‖J‖_F of one layer or stretch, from its measured norm.
  ///
  /// ‖J‖_F = √outputs · r with the root-mean-square norm r of J's rows; of a layer of weights
  /// r = √fan-in · rms(W) · b, where b falls below 1 where the window hangs over the border.
  package static func ofJacobian(_ measured: Double, of map: Linearization, in run: Run) -> Factors
  {
    let outputs = Double(map.outputShape.count)
    var result = Factors(
      name: "‖∂\(map.stretch.name)/∂input‖_F", measured: measured, factors: [])
    result.add(outputs.squareRoot(), "√\(map.outputShape.count), as many rows as outputs")
    let row = outputs > 0 ? measured / outputs.squareRoot() : 0
    guard map.stretch.instructions.count == 1, let layer = run.network.layer(map.stretch.name),
      type(of: layer).isWeightLayer, let weight = layer.parameters["weight"]
    else {
      result.add(row, "root-mean-square norm of a row", of: map.stretch.name)
      return result
    }
    let fanIn = Double(weight.count / max(1, weight.shape[0]))
    let size = (weight.sumOfSquares / Double(max(1, weight.count))).squareRoot()
    result.add(fanIn.squareRoot(), "√\(Int(fanIn)), weights in a row", of: map.stretch.name)
    result.add(size, "root-mean-square weight", of: map.stretch.name)
    let full = fanIn.squareRoot() * size
    result.add(full > 0 ? row / full : 0, "rows cut off by the border", of: map.stretch.name)
    return result
  }
}
