// LeNet's activation: a hyperbolic tangent that maps ±1 to ±1.

import Kernels
package import Tensors

/// y = A tanh(S x). With A = 1.7159 and S = 2/3, f(±1) = ±1 and the slope at 0 is A·S = 1.14.
///
/// - Shapes: any.
/// - Source: LeCun, Bottou, Bengio and Haffner 1998, equation 6 and appendix A.
package struct ScaledTanh: Activation {
  package static let card = LayerCard(
    name: "scaledtanh",
    summary: "Squeezes every value between −A and A; ±1 stay where they are.",
    formula: "y = A tanh(S x)",
    derivative: "dx = S (A − y² / A) dy",
    shapes: "any",
    source: "LeCun, Bottou, Bengio and Haffner 1998, appendix A",
    parameters: [
      .init("amplitude", 1.7159, "limit A of the output"),
      .init("steepness", .number(2.0 / 3), "factor S of the input"),
    ])

  package let arguments: LayerArguments
  private let amplitude: Float
  private let steepness: Float

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    amplitude = Float(try arguments.number("amplitude", in: 1e-6...1e6))
    steepness = Float(try arguments.number("steepness", in: -1e6...1e6))
  }

  package var limits: [Double] { [-Double(amplitude), Double(amplitude)] }

  func define(_ x: Quantity, in working: inout Working) -> Quantity {
    let (amplitude, steepness) = (Quantity(Double(amplitude)), Quantity(Double(steepness)))
    return working.line(
      "y = A·tanh(S·x)", ["A": amplitude, "S": steepness, "x": x],
      amplitude * (steepness * x).hyperbolicTangent)
  }

  var inner: Transcendental? { .hyperbolicTangent(steepness) }

  func value(_ x: Float, _ tanh: Float) -> Float { amplitude * tanh }

  func slope(_ x: Float, _ y: Float, _: Float) -> Float {
    steepness * (amplitude - y * y / amplitude)
  }
}
