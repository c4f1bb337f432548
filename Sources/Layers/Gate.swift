// Stochastic depth: in training, a branch is there or not, by one draw for the whole batch.

package import Tensors

/// With survival probability p and one draw b ~ Bernoulli(p) for the whole batch: y = b x in training
/// and y = p x in evaluation, or, scaled in training, y = (b/p) x and y = x. The mean over b is the
/// same in both phases.
///
/// - Shapes: any.
/// - Memo: `factor` [1], what x was multiplied by; 0 where the branch was dropped.
/// - Sources: Huang, Sun, Liu, Sedra and Weinberger 2016, equations 2 and 5 (scaling in evaluation);
///   torchvision `ops.StochasticDepth`, mode "batch" (scaling in training).
package struct Gate: Layer {
  package static let card = LayerCard(
    name: "gate",
    summary: "Passes or blocks the whole batch at random while training.",
    formula: "training: y = b x, b ~ Bernoulli(p), one draw a batch;  evaluation: y = p x",
    derivative: "dx = b dy;  dx = p dy in evaluation",
    shapes: "any",
    source: "Huang et al. 2016, equations 2 and 5; torchvision, ops.StochasticDepth",
    parameters: [
      .init("survival", nil, "probability p of passing"),
      .init("scaling", "evaluation", "evaluation: p there; training: 1/p there, as in torchvision"),
    ])

  /// Where the probability is made up for.
  package static let scalings = ["evaluation", "training"]

  package let arguments: LayerArguments
  /// p.
  package let survival: Double
  private let scalesInTraining: Bool

  package init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws {
    self.arguments = arguments
    survival = try arguments.number("survival", in: 0...1)
    scalesInTraining = try arguments.word("scaling", among: Self.scalings) == "training"
  }

  package func coupling(in phase: Phase) -> Coupling { .element }

  package func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape { input }

  /// Whether the draw from `randomness` lets the batch pass in training.
  package func isOpen(_ randomness: Randomness) -> Bool {
    Double(randomness.uniform([1])[0]) < survival
  }

  package func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass {
    let factor: Double
    switch phase {
    case .training: factor = !isOpen(randomness) ? 0 : scalesInTraining ? 1 / survival : 1
    case .evaluation: factor = scalesInTraining ? 1 : survival
    }
    let memo = NamedTensors([("factor", Tensor([1], [Float(factor)]))])
    // y = b x
    return Pass(input: x, output: scaled(x, by: Float(factor)), memo: memo, phase: phase)
  }

  package func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent {
    // dx = b dy
    Cotangent(input: wanted.contains(.input) ? scaled(dy, by: pass.gateFactor) : nil)
  }

  package func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor {
    // dy = b dx
    scaled(dx, by: pass.gateFactor)
  }

  package func squaredJacobian(at pass: Pass) -> Double? {
    // ‖J‖² = b² · the number of elements
    Double(pass.gateFactor) * Double(pass.gateFactor) * Double(pass.input.count)
  }

  /// factor · x; 0 even where x is nan or inf, since what is dropped was never computed.
  private func scaled(_ x: Tensor, by factor: Float) -> Tensor {
    factor == 0 ? .zeros(x.shape) : factor == 1 ? x : factor * x
  }
}

extension Pass {
  /// What a gate multiplied by in this pass; 1 for other layers.
  package var gateFactor: Float { memo["factor"]?[0] ?? 1 }
}
