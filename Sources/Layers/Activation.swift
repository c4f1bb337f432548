// What all elementwise layers share: y = φ(x), and a diagonal Jacobian φ′(x).

import Kernels
import Tensors

/// A layer that applies one function to every element. Its Jacobian is diagonal, so vjp and jvp
/// are the same product with the slope.
protocol Activation: Layer {
  /// φ(x) by the definition alone.
  func define(_ x: Quantity, in working: inout Working) -> Quantity

  /// What of φ is made of exponentials, t(x); nil if nothing is.
  var inner: Transcendental? { get }
  /// φ(x), given x and t(x).
  func value(_ x: Float, _ t: Float) -> Float

  /// What of φ′ is made of exponentials and not to be had from y, t(x); nil if nothing is.
  var slopeInner: Transcendental? { get }
  /// φ′(x), given x, y = φ(x) and t(x).
  func slope(_ x: Float, _ y: Float, _ t: Float) -> Float

  /// What a rectifier does; nil for the others.
  var rectification: Rectification? { get }
}

extension Activation {
  var slopeInner: Transcendental? { nil }
  var rectification: Rectification? { nil }

  package func coupling(in phase: Phase) -> Coupling { .element }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape { input }

  package func define(_ element: Int, in working: inout Working) -> Quantity {
    define(working.x[element], in: &working)
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    let y = Tensor(x.shape, x.order) { apply(Graph(activation: self), to: x.storage, into: $0) }
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
    if let rectification { return v.gated(rectification, at: pass.output) }
    let (x, y) = (pass.input, pass.output.ordered(pass.input.order))
    return Tensor(v.shape, x.order) {
      applySlope(
        of: Graph(activation: self), at: x.storage, y.storage, to: v.ordered(x.order).storage,
        into: $0)
    }
  }
}

/// An activation's function, for the kernels.
private struct Graph<Function: Activation>: Curve {
  let activation: Function

  var inner: Transcendental? { activation.inner }
  func value(_ x: Float, _ t: Float) -> Float { activation.value(x, t) }

  var slopeInner: Transcendental? { activation.slopeInner }
  func slope(_ x: Float, _ y: Float, _ t: Float) -> Float { activation.slope(x, y, t) }
}
