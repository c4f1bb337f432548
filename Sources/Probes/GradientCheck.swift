// Every layer's backward pass against differences of its forward pass.

import Kernels
import Layers
package import Networks
package import Tensors

/// What comparing one tensor's gradient with central differences gave.
///
/// Of a layer y = f(x, w) with the gradient dy that reaches it, φ = ⟨dy, y⟩ has the gradients that
/// the layer hands down. φ is summed in Float64 over differences of Float32 outputs, so unlike a
/// difference of losses it loses no digits to the layers above.
package struct GradientCheck: Sendable, Equatable {
  package enum Verdict: String, Sendable, Equatable {
    case agrees, suspicious, wrong
    /// Every sampled element stood at a kink, or rounding hides it.
    case open
  }

  /// One element of the tensor.
  package struct Element: Sendable, Equatable {
    /// Its index in each dimension.
    package var index: [Int]
    /// What the backward pass says, and what the difference quotient says.
    package var backward: Double
    package var difference: Double
    /// |backward − difference| over the larger of both and of the tensor's root-mean-square.
    package var error: Double
    /// The share of `error` that rounding may have, and that the step's length may have.
    package var noise: Double
  }

  package var layer: String
  /// `input`, `weight`, …
  package var tensor: String
  /// How many elements were compared.
  package var samples: Int
  /// How many more were left out because a maximum or sign changed between x − h and x + h.
  package var kinks: Int
  /// The element with the largest error; nil if none was compared.
  package var worst: Element?

  /// Above this an error beyond its noise is a mistake; below the other it is none (CS231n).
  package static let wrong = 1e-2
  package static let suspicious = 1e-3

  package var verdict: Verdict {
    guard let worst else { return .open }
    let beyond = worst.error - worst.noise
    if beyond > Self.wrong { return .wrong }
    if beyond > Self.suspicious { return .suspicious }
    return worst.noise > Self.wrong ? .open : .agrees
  }

  /// Checks `samples` elements of the input and of every parameter of one layer.
  ///
  /// - Parameters:
  ///   - index: an instruction of `run` that applies a layer; its forward pass is done.
  ///   - step: the length h relative to the tensor's root-mean-square; nil to try several.
  package static func of(
    _ index: Int, in run: Run, samples: Int, step: Double?, randomness: Randomness,
    isCancelled: () -> Bool
  ) -> [GradientCheck] {
    let instruction = run.program.instructions[index]
    guard case .layer(let number) = instruction.operation, let pass = run.passes[index] else {
      return []
    }
    let dy = run.gradients[index + 1]
    let scale = dy?.norm ?? 0
    // Where no gradient arrives, a random one does.
    let direction =
      dy.flatMap { dy in
        scale > 0 && scale.isFinite ? dy.map { Float(Double($0) / scale) } : nil
      } ?? randomness.normal(pass.output.shape)
    let named = run.network.layers[number]
    let bench = Bench(
      layer: named.layer, pass: pass, direction: direction,
      randomness: run.randomness.split(by: instruction.name))
    let cotangent = named.layer.vjp(direction, of: pass, wanted: .all)
    var tensors = [("input", cotangent.input)]
    tensors += named.layer.parameters.names.map { ($0, cotangent.parameters[$0]) }
    return tensors.compactMap { name, gradient in
      guard let gradient, gradient.count > 0, !isCancelled() else { return nil }
      return bench.check(
        name, gradient, samples: samples, step: step,
        randomness: randomness.split(by: instruction.name + "." + name), layer: instruction.name)
    }
  }
}

/// A layer taken out of its run, to be moved a little this way and that.
private struct Bench {
  let layer: any Layer
  let pass: Pass
  /// dy, of norm 1.
  let direction: Tensor
  let randomness: Randomness

  /// Step lengths relative to the tensor's root-mean-square.
  private static let steps = [0.3, 3e-2, 1e-2, 3e-3]
  /// The unit roundoff of Float32.
  private static let roundoff = 6e-8

  func check(
    _ name: String, _ gradient: Tensor, samples: Int, step: Double?, randomness: Randomness,
    layer: String
  ) -> GradientCheck {
    let size = (gradient.sumOfSquares / Double(gradient.count)).squareRoot()
    let chosen = randomness.permutation(gradient.count).prefix(samples)
    var result = GradientCheck(layer: layer, tensor: name, samples: 0, kinks: 0)
    for element in chosen {
      let backward = Double(gradient[element])
      let tried = (step.map { [$0] } ?? Self.steps).map { length -> GradientCheck.Element in
        let quotient = quotient(of: name, element, length)
        let unit = max(abs(backward), abs(quotient.value), size, .leastNormalMagnitude)
        return GradientCheck.Element(
          index: gradient.shape.index(of: element), backward: backward, difference: quotient.value,
          error: abs(backward - quotient.value) / unit, noise: quotient.noise / unit)
      }
      // The step whose own error is the least says most.
      guard let best = tried.min(by: { $0.noise < $1.noise }) else { continue }
      if best.error - best.noise > GradientCheck.suspicious, crossesKink(name, element, step) {
        result.kinks += 1
        continue
      }
      result.samples += 1
      if best.error >= result.worst?.error ?? 0 { result.worst = best }
    }
    return result
  }

  /// (φ(x + h) − φ(x − h)) / 2h by two step lengths, and what it may be off by.
  private func quotient(
    of name: String, _ element: Int, _ length: Double
  ) -> (value: Double, noise: Double) {
    let (whole, rounding) = difference(of: name, element, length)
    let (half, halfRounding) = difference(of: name, element, length / 2)
    // Richardson: the error of order h² cancels; what it was bounds what is left.
    return ((4 * half - whole) / 3, abs(half - whole) / 3 + rounding + 2 * halfRounding)
  }

  private func difference(
    of name: String, _ element: Int, _ length: Double
  ) -> (value: Double, rounding: Double) {
    let (above, up) = moved(name, element, by: length)
    let (below, down) = moved(name, element, by: -length)
    guard up > down else { return (.nan, .infinity) }
    var (change, magnitude) = (0.0, 0.0)
    for index in 0..<direction.count where above.output[index] != below.output[index] {
      let (high, low) = (Double(above.output[index]), Double(below.output[index]))
      let weight = Double(direction[index])
      change += weight * (high - low)
      magnitude += weight * weight * (high * high + low * low)
    }
    // Roundings of single outputs are independent of each other.
    return (change / (up - down), 4 * Self.roundoff * magnitude.squareRoot() / (up - down))
  }

  /// The pass with one element moved by `length` root-mean-squares, and where it then stands.
  private func moved(_ name: String, _ element: Int, by length: Double) -> (Pass, Double) {
    var layer = layer
    var x = pass.input
    var tensor = name == "input" ? x : layer.parameters[name] ?? x
    let size = (tensor.sumOfSquares / Double(max(1, tensor.count))).squareRoot()
    let place = tensor[element] + Float(length * (size > 0 ? size : 1))
    tensor[element] = place
    if name == "input" { x = tensor } else { layer.parameters[name] = tensor }
    return (layer.forward(x, phase: pass.phase, randomness: randomness), Double(place))
  }

  /// Whether the slope of some output jumps between x − h and x + h: another winner of a maximum,
  /// another sign.
  private func crossesKink(_ name: String, _ element: Int, _ step: Double?) -> Bool {
    let length = step ?? Self.steps[1]
    let ones = Tensor(repeating: 1, direction.shape)
    let slopes = [length, -length].map { length -> Tensor? in
      let (pass, _) = moved(name, element, by: length)
      return layer.vjp(ones, of: pass, wanted: .input).input
    }
    guard let above = slopes[0], let below = slopes[1] else { return false }
    let jump = zip(above.values, below.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
    let size = (above.sumOfSquares / Double(max(1, above.count))).squareRoot()
    return Double(jump) > 0.2 * size
  }
}
