// What all elementwise layers share: y = φ(x), and a diagonal Jacobian φ′(x).

import Kernels
import Tensors

/// A layer that applies one function to every element. Its Jacobian is diagonal, so vjp and jvp
/// are the same product with the slope.
protocol Activation: Layer {
  /// φ(x).
  func value(_ x: Strip) -> Strip
  /// φ(x) by the definition alone.
  func define(_ x: Quantity, in working: inout Working) -> Quantity
  /// φ′(x), given x and y = φ(x).
  func slope(_ x: Strip, _ y: Strip) -> Strip
}

extension Activation {
  package func coupling(in phase: Phase) -> Coupling { .element }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape { input }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    define(working.x[element], in: &working)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    let y = Tensor(x.shape) { apply(Graph(activation: self), to: x.buffer, into: $0) }
    return Pass(input: x, output: y, phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    // dx = φ′(x) ⊙ dy
    Cotangent(input: wanted.contains(.input) ? scaled(dy, of: pass) : nil)
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = φ′(x) ⊙ dx
    scaled(dx, of: pass)
  }

  /// φ′(x) ⊙ v at the pass's input.
  private func scaled(_ v: Tensor, of pass: Pass) -> Tensor {
    precondition(v.shape == pass.input.shape, "shapes differ")
    return Tensor(v.shape) {
      applySlope(
        of: Graph(activation: self), at: pass.input.buffer, pass.output.buffer, to: v.buffer,
        into: $0)
    }
  }
}

/// An activation's function, for the kernels.
private struct Graph<Function: Activation>: Curve {
  let activation: Function

  func value(_ x: Strip) -> Strip { activation.value(x) }
  func slope(_ x: Strip, _ y: Strip) -> Strip { activation.slope(x, y) }
}
