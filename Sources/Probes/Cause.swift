// Why a norm is what it is: the factors that made it, whose product is the number itself.

import Layers
package import Networks
import Tensors

/// A measured number as a product.
package struct Cause: Sendable, Equatable {
  package struct Factor: Sendable, Equatable {
    /// A layer, or what it is: `conv3`, `norm of the input`.
    package var name: String
    /// In words: "passing back through conv3".
    package var meaning: String
    package var value: Double
  }

  /// ‖∂L/∂conv1.weight‖ and the like, as the run holds it.
  package var measured: Double
  package var factors: [Factor]

  /// The product of all factors: the measured number, to rounding.
  package var product: Double { factors.reduce(1) { $0 * $1.value } }

  /// The factors farthest from 1, the farthest first: those that make the number small when it is
  /// small, and large when it is large.
  package var culprits: [Factor] {
    func size(_ factor: Factor) -> Double {
      factor.value > 0 ? max(factor.value, 1 / factor.value) : .infinity
    }
    let isSmall = product < 1
    return factors.filter { isSmall ? $0.value < 1 : $0.value > 1 }
      .enumerated().sorted { (size($0.element), $1.offset) > (size($1.element), $0.offset) }
      .map(\.element)
  }
}

extension Cause {
  /// The gradient that arrives at the output of a layer or block, or at the network's input.
  ///
  /// - Parameter place: "input", or the name of a layer or block.
  /// - Returns: nil for another name. The run's backward pass is done.
  package static func gradient(at place: String, in run: Run) -> Cause? {
    var factors = start(run)
    if place == "input" {
      factors += steps(Ledger(run).entries)
      return Cause(measured: run.gradients[0]?.norm ?? 0, factors: factors)
    }
    guard let stretch = run.program.stretch(place), let way = way(to: place, in: run) else {
      return nil
    }
    return Cause(
      measured: run.gradients[stretch.output]?.norm ?? 0, factors: factors + way)
  }

  /// The gradient by a parameter `conv1.weight`; nil for another name.
  package static func gradient(by parameter: String, in run: Run) -> Cause? {
    guard let dot = parameter.lastIndex(of: "."),
      let gradient = run.gradientsByName[parameter],
      let instruction = run.program.instructions.firstIndex(where: { $0.name == parameter[..<dot] }
      ),
      let pass = run.passes[instruction],
      var cause = Cause.gradient(at: String(parameter[..<dot]), in: run)
    else { return nil }
    let arriving = cause.measured
    func ratio(_ value: Double, _ whole: Double) -> Double { whole == 0 ? 0 : value / whole }
    cause.measured = gradient.norm
    if gradient.shape.rank > 1 {
      let size = pass.input.norm
      cause.factors += [
        Factor(name: "‖x‖", meaning: "norm of the layer's input", value: size),
        Factor(
          name: "fit", meaning: "how well the input and the gradient arriving go together",
          value: ratio(gradient.norm, arriving * size)),
      ]
    } else {
      // Every element of such a parameter sums up so many numbers.
      let terms = (Double(pass.output.count) / Double(max(1, gradient.count))).squareRoot()
      cause.factors += [
        Factor(
          name: "√m", meaning: "root of how many numbers each element sums up", value: terms),
        Factor(
          name: "agreement", meaning: "how much of the sums does not cancel",
          value: ratio(gradient.norm, arriving * terms)),
      ]
    }
    return cause
  }

  private static func start(_ run: Run) -> [Factor] {
    [
      Factor(
        name: "loss", meaning: "norm of the gradient at the logits",
        value: run.gradients[run.program.instructions.count]?.norm ?? 0)
    ]
  }

  private static func steps(_ entries: [Ledger.Entry]) -> [Factor] {
    entries.map {
      Factor(name: $0.name, meaning: "passing back through \($0.name)", value: $0.factor)
    }
  }

  /// From the logits back to the output of `place`, which may stand inside of blocks: outermost
  /// chain first. nil where it is no layer or block.
  private static func way(to place: String, in run: Run) -> [Factor]? {
    guard let part = run.program.part(holding: place) else { return nil }
    var factors: [Factor] = []
    if let block = part.block?.name {
      guard let outside = way(to: block, in: run), let stretch = run.program.stretch(block) else {
        return nil
      }
      let (whole, share) = (
        run.gradients[stretch.output]?.norm ?? 0, run.gradient(into: part)?.norm ?? 0
      )
      factors =
        outside + [
          Factor(
            name: part.stretch.name, meaning: "the share of \(block) that goes this way",
            value: whole == 0 ? 0 : share / whole)
        ]
    }
    let later = part.elements.drop { $0 != place }.dropFirst()
    if let first = later.first, let last = part.elements.last,
      let ledger = Ledger(run, from: first, to: last)
    {
      factors += steps(ledger.entries)
    }
    return factors
  }
}
