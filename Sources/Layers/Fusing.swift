// Layers that take the sum and the rectifier behind them into their own sweeps over memory.

package import Kernels
package import Tensors

/// An activation that may be a plain rectifier.
package protocol Rectifier: Layer {
  /// What it does, where its output has the sign of its input.
  var rectification: Rectification? { get }
}

/// A layer whose derivatives do not need its own output, so that y = φ(f(x) + z) can be done in one
/// go when nobody wants to look in between. The numbers are the same, bit for bit.
package protocol Fusing: Layer {
  /// φ(f(x) + z), in a pass whose output is that and whose memo is the layer's.
  func forward(
    _ x: Tensor, adding z: Tensor?, _ rectification: Rectification, phase: Phase,
    randomness: Randomness
  ) -> Pass

  /// The cotangent of x and the parameters, and that of z, which may take the place of dy.
  func vjp(
    _ dy: consuming Tensor, through rectification: Rectification, of pass: Pass, wanted: Wanted,
    isAdding: Bool
  ) -> (own: Cotangent, added: Tensor?)
}

extension Fusing {
  package func forward(
    _ x: Tensor, adding z: Tensor?, _ rectification: Rectification, phase: Phase,
    randomness: Randomness
  ) -> Pass {
    rectified(
      forward(x, phase: phase, randomness: randomness), adding: z, rectification)
  }

  package func vjp(
    _ dy: consuming Tensor, through rectification: Rectification, of pass: Pass, wanted: Wanted,
    isAdding: Bool
  ) -> (own: Cotangent, added: Tensor?) {
    gated(consume dy, through: rectification, of: pass, wanted: wanted, isAdding: isAdding)
  }

  /// The cotangents, one step after the other.
  func gated(
    _ dy: consuming Tensor, through rectification: Rectification, of pass: Pass, wanted: Wanted,
    isAdding: Bool
  ) -> (own: Cotangent, added: Tensor?) {
    guard isAdding else {
      return (vjp(dy.gated(rectification, at: pass.output), of: pass, wanted: wanted), nil)
    }
    dy.gate(rectification, at: pass.output)
    return (vjp(dy, of: pass, wanted: wanted), dy)
  }

  /// The pass with φ(y + z) for its output y.
  func rectified(
    _ pass: consuming Pass, adding z: Tensor?, _ rectification: Rectification
  ) -> Pass {
    if let z {
      pass.output = Tensor(rectifiedSumOf: pass.output, z, rectification)
    } else {
      pass.output.rectify(rectification)
    }
    return pass
  }
}

extension Convolution: Fusing {}
