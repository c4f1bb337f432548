// What all elementwise layers share: y = φ(x), and a diagonal Jacobian φ′(x).

import Tensors

/// A layer that applies one function to every element. Its Jacobian is diagonal, so vjp and jvp
/// are the same product with the slope.
protocol Activation: Layer {
  /// φ(x).
  func value(_ x: Float) -> Float
  /// φ′(x), given x and y = φ(x).
  func slope(_ x: Float, _ y: Float) -> Float
}

extension Activation {
  package func coupling(in phase: Phase) -> Coupling { .element }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape { input }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    Pass(input: x, output: x.map(value), phase: phase)
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
    pass.input.combined(with: pass.output, and: v) { x, y, v in slope(x, y) * v }
  }
}
