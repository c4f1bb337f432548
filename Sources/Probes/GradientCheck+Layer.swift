// One layer's vjp against central differences of its definition.

package import Layers
package import Tensors

extension GradientCheck {
  /// Checks ⟨dy, y⟩ of one layer by its input and parameters, for a random dy.
  ///
  /// - Parameters:
  ///   - samples: how many elements of each tensor are compared at most.
  ///   - step: h; chosen for each element where it is missing.
  /// - Returns: nil when cancelled.
  package static func layer(
    _ name: String, _ layer: any Layer, of pass: Pass, samples: Int, step: Double? = nil,
    randomness: Randomness, isCancelled: () -> Bool = { false }
  ) -> GradientCheck? {
    let dy = randomness.split(by: name + " dy").normal(pass.output.shape)
    let weights = dy.doubles
    let gradients = layer.vjp(dy, of: pass, wanted: .all)
    let sweep = LayerSweep(layer: layer, pass: pass)
    var check = GradientCheck(name: name, tensors: [], forwardError: sweep.forwardError)
    let tensors =
      [(name: "input", value: pass.input, gradient: gradients.input)]
      + layer.parameters.pairs.map { ($0.name, $0.tensor, gradients.parameters[$0.name]) }
    for (tensor, value, gradient) in tensors {
      var comparison = Comparison(name: tensor, shape: value.shape)
      let values = value.doubles
      for index in elements(of: value.count, samples, randomness.split(by: name + tensor)) {
        if isCancelled() { return nil }
        let variable: Working.Variable =
          tensor == "input" ? .input(index) : .parameter(tensor, index)
        let h = step ?? GradientCheck.step(at: index, of: values)
        comparison.add(
          index, analytic: gradient.map { Double($0[index]) } ?? .nan,
          size: zip(sweep.slopes(along: variable), weights).reduce(0) { $0 + abs($1.0 * $1.1) },
          weights: weights, step: h,
          low: sweep.moved(variable, by: -h), high: sweep.moved(variable, by: h))
      }
      check.tensors.append(comparison)
    }
    return check
  }

  /// All of a small tensor, else `samples` elements at random, in order.
  static func elements(of count: Int, _ samples: Int, _ randomness: Randomness) -> [Int] {
    count <= samples
      ? Array(0..<count) : randomness.permutation(count).prefix(samples).sorted()
  }
}

extension GradientCheck.Comparison {
  /// Compares one element, or leaves it out.
  ///
  /// - Parameters:
  ///   - size: the sum of the sizes of the products that the gradient adds up.
  ///   - weights: what every y of `low` and `high` counts for.
  ///   - low, high: all y at x − h and x + h.
  mutating func add(
    _ index: Int, analytic: Double, size: Double, weights: [Double], step: Double,
    low: Evaluation, high: Evaluation
  ) {
    guard low.pieces == high.pieces else {
      kinks += 1
      return
    }
    var (difference, noise) = (0.0, 0.0)
    for (position, weight) in weights.enumerated() {
      let change = high.values[position] - low.values[position]
      difference += weight * change
      if change != 0 {
        let rounding = weight * high.values[position] * 0x1p-52
        noise += rounding * rounding
      }
    }
    let numeric = difference / (2 * step)
    let scale = max(abs(analytic), abs(numeric), GradientCheck.leastScale * size)
    guard noise.squareRoot() / step <= GradientCheck.drowning * scale || scale == 0 else {
      drowned += 1
      return
    }
    elements.append(
      GradientCheck.Element(index: index, analytic: analytic, numeric: numeric, scale: scale))
  }
}

/// The numbers of a tensor, and which pieces of piecewise definitions held on the way.
struct Evaluation {
  var values: [Double]
  var pieces: [Int32]
}

/// All outputs of one layer, by its definition.
struct LayerSweep {
  let layer: any Layer
  let pass: Pass

  /// y with one number moved; of the layer's own input, or of `x` where it is given.
  func moved(
    _ variable: Working.Variable? = nil, by step: Double = 0, x: [Double]? = nil
  ) -> Evaluation {
    var working = Working(layer, of: pass, x: x)
    if let variable { working.move(variable, by: step) }
    let values = (0..<pass.output.count).map { layer.define($0, in: &working).value }
    return Evaluation(values: values, pieces: working.pieces)
  }

  /// ∂y/∂variable for every y.
  func slopes(along variable: Working.Variable) -> [Double] {
    var working = Working(layer, of: pass, variable: variable)
    return (0..<pass.output.count).map { layer.define($0, in: &working).slope }
  }

  /// ‖forward − definition‖ / ‖definition‖.
  var forwardError: Double {
    let exact = moved().values
    let square = exact.reduce(0) { $0 + $1 * $1 }
    let gap = zip(exact, pass.output.values).reduce(0) { total, pair in
      let gap = pair.0 - Double(pair.1)
      return total + gap * gap
    }
    return gap == 0 ? 0 : (gap / square).squareRoot()
  }
}
