// Layers that training lets work together: each does something while another one reads or writes.

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
  /// The pass forward, letting `epilogue` visit y. If it is not done afterwards, it has to be done
  /// by the caller.
  func forward(_ x: Tensor, phase: Phase, randomness: Randomness, then epilogue: Epilogue) -> Pass

  /// The cotangents, letting `epilogue` visit that of x, if there is one.
  func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted, then epilogue: Epilogue?) -> Cotangent

  /// The tangent of y for that of x, letting `epilogue` visit it.
  func jvp(_ dx: Tensor, of pass: Pass, then epilogue: Epilogue) -> Tensor

  /// What it wants measured of inputs of this shape; nil: nothing.
  func measurement(of shape: Shape, phase: Phase) -> ColumnMoments?

  /// φ(f(x) + z), in a pass whose output is that and whose memo is the layer's.
  ///
  /// - Parameter measured: what has been measured of x already.
  func forward(
    _ x: Tensor, adding z: Tensor?, _ rectification: Rectification, measured: ColumnMoments?,
    phase: Phase, randomness: Randomness
  ) -> Pass

  /// Whether it wants the gate of the rectifier behind it to sum dz and dz · x.
  func wantsSums(of pass: Pass) -> Bool

  /// The cotangents at dz = φ′ dy, which `gate` has gone through.
  func vjp(
    _ dz: Tensor, behind gate: RectifierGate?, of pass: Pass, wanted: Wanted,
    then epilogue: Epilogue?
  ) -> Cotangent
}

extension Layer where Self: Fusing {
  package var fusing: (any Fusing)? { self }
}

extension Fusing {
  package func forward(
    _ x: Tensor, phase: Phase, randomness: Randomness, then _: Epilogue
  ) -> Pass {
    forward(x, phase: phase, randomness: randomness)
  }

  package func vjp(
    _ dy: Tensor, of pass: Pass, wanted: Wanted, then _: Epilogue?
  ) -> Cotangent {
    vjp(dy, of: pass, wanted: wanted)
  }

  package func jvp(_ dx: Tensor, of pass: Pass, then _: Epilogue) -> Tensor {
    jvp(dx, NamedTensors(), of: pass)
  }

  package func measurement(of _: Shape, phase _: Phase) -> ColumnMoments? { nil }

  package func forward(
    _ x: Tensor, adding z: Tensor?, _ rectification: Rectification, measured _: ColumnMoments?,
    phase: Phase, randomness: Randomness
  ) -> Pass {
    let z = z?.ordered(.channelsLast)
    let epilogue = ((try? outputShape(for: x.shape)) ?? x.shape).rows.map {
      rectification.epilogue(adding: z?.numbers, $0)
    }
    guard let epilogue else {
      return rectified(
        forward(x, phase: phase, randomness: randomness), adding: z, rectification)
    }
    let pass = forward(x, phase: phase, randomness: randomness, then: epilogue)
    return epilogue.isDone ? pass : rectified(pass, adding: z, rectification)
  }

  package func wantsSums(of _: Pass) -> Bool { false }

  package func vjp(
    _ dz: Tensor, behind _: RectifierGate?, of pass: Pass, wanted: Wanted,
    then epilogue: Epilogue?
  ) -> Cotangent {
    vjp(dz, of: pass, wanted: wanted, then: epilogue)
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

extension AveragePooling: Fusing {}
extension MaximumPooling: Fusing {}

extension Convolution: Fusing {
  package func forward(
    _ x: Tensor, phase: Phase, randomness: Randomness, then epilogue: Epilogue
  ) -> Pass {
    Pass(
      input: x, output: correlate(x, weight, parameters["bias"], then: epilogue), phase: phase)
  }

  package func jvp(_ dx: Tensor, of pass: Pass, then epilogue: Epilogue) -> Tensor {
    // dy = dx ⋆ W
    correlate(dx, weight, nil, then: epilogue)
  }
}
