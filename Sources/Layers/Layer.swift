// One differentiable step: what every layer is.

package import Tensors

/// One differentiable step y = f(x; p) over a batch.
///
/// Laws that one test checks for every layer in the catalog: the output has the shape announced;
/// the same call gives the same answer; gradients and tangents carry the parameters' names;
/// jvp agrees with central differences; ⟨vjp(dy), (dx, dp)⟩ = ⟨dy, jvp(dx, dp)⟩.
package protocol Layer: Sendable {
  /// What the kind of layer is, for notation, help and explanation.
  static var card: LayerCard { get }

  /// Whether it is a layer of weights: every output a sum of inputs, each times a number of the
  /// parameter `weight` [outputs, inputs, …]. A norm's scales are none, whatever their shape.
  static var isWeightLayer: Bool { get }

  /// About how many weights a layer made with these arguments would have; it is asked before
  /// memory is taken. Layers with a handful of weights a channel need not answer.
  static func weightCount(_ arguments: LayerArguments, input: Shape) -> Double

  /// A layer for inputs of shape `input` (batch axis included), its start values drawn from
  /// `randomness`, one split a parameter by its name. Throws `ArgumentMistake`, `ShapeMismatch`.
  init(_ arguments: LayerArguments, input: Shape, randomness: Randomness) throws

  /// The arguments it was made with, so that it can be written again.
  var arguments: LayerArguments { get }

  /// What training changes, under PyTorch's names.
  var parameters: NamedTensors { get set }

  /// How many of the parameters' numbers are free.
  var parameterCount: Int { get }

  /// The share of its inputs that each output sees, where that is not all; start values go by it.
  var sharesSeen: [Double]? { get }

  /// What a training pass moves without a gradient (running statistics), under PyTorch's names.
  var buffers: NamedTensors { get set }

  /// Whether an element of the output depends on one element, one example, or the whole batch.
  func coupling(in phase: Phase) -> Coupling

  /// The output's shape for an input of shape `input`, batch axis included.
  func outputShape(for input: Shape) throws(ShapeMismatch) -> Shape

  /// Multiply-adds of one forward pass over one example of shape `input` (without batch axis).
  func multiplyAdds(for input: Shape) -> Int

  /// The definition, worked out for number `element` of the output: in Float64, one operation
  /// after the other, sharing nothing with `forward`. What is random is taken from the pass.
  func define(_ element: Int, in working: inout Working) -> Quantity

  /// y = f(x; p), with what the derivatives need.
  func forward(_ x: Tensor, phase: Phase, randomness: Randomness) -> Pass

  /// The transposed Jacobian times dy: dx = (∂y/∂x)ᵀ dy and, if wanted, dp = (∂y/∂p)ᵀ dy.
  func vjp(_ dy: Tensor, of pass: Pass, wanted: Wanted) -> Cotangent

  /// The Jacobian times (dx, dp): dy = ∂y/∂x · dx + ∂y/∂p · dp. Names that `dp` lacks count as 0.
  func jvp(_ dx: Tensor, _ dp: NamedTensors, of pass: Pass) -> Tensor

  /// ‖∂y/∂x‖_F² over the whole batch, where a formula gives it; nil: it has to be measured.
  func squaredJacobian(at pass: Pass) -> Double?

  /// The singular values of ∂y/∂x over the whole batch, as counts of equal ones in any order, where
  /// a formula gives them; nil: they have to be measured.
  func singularValues(at pass: Pass) -> [(value: Double, count: Int)]?

  /// What the output approaches, however large the input becomes: there the slope dies. Empty for
  /// layers that do not saturate; a rectifier's 0 is not meant.
  var limits: [Double] { get }

  /// Takes up what a training pass measured (running statistics).
  mutating func absorb(_ pass: Pass)

  /// Itself, if training lets it work together with others; asked every step, so not by a cast.
  var fusing: (any Fusing)? { get }
}

extension Layer {
  package static var isWeightLayer: Bool { false }

  package static func weightCount(_ arguments: LayerArguments, input: Shape) -> Double { 0 }

  package var parameters: NamedTensors {
    get { NamedTensors() }
    set {}
  }
  package var parameterCount: Int { parameters.elementCount }
  package var sharesSeen: [Double]? { nil }
  package var buffers: NamedTensors {
    get { NamedTensors() }
    set {}
  }
  package func multiplyAdds(for input: Shape) -> Int { 0 }
  package func squaredJacobian(at pass: Pass) -> Double? { nil }
  package func singularValues(at pass: Pass) -> [(value: Double, count: Int)]? { nil }

  package var limits: [Double] { [] }

  package mutating func absorb(_ pass: Pass) {}

  package var fusing: (any Fusing)? { nil }

  package var kind: String { Self.card.name }
}

/// Whether the pass is part of training (batch statistics, dropout) or of evaluation.
package enum Phase: String, Sendable, Equatable { case training, evaluation }

/// How far one element of the input reaches: fewer probes give an exact Jacobian norm when it
/// does not reach far.
package enum Coupling: Int, Sendable, Comparable {
  case element, example, batch

  package static func < (left: Coupling, right: Coupling) -> Bool { left.rawValue < right.rawValue }
}

/// What a forward pass leaves behind.
package struct Pass: Sendable, Equatable {
  package var input: Tensor
  package var output: Tensor
  /// What the derivatives need besides input and output, and exactly what a learner may look at.
  package var memo: NamedTensors
  package var phase: Phase

  package init(input: Tensor, output: Tensor, memo: NamedTensors = NamedTensors(), phase: Phase) {
    self.input = input
    self.output = output
    self.memo = memo
    self.phase = phase
  }
}

/// Which cotangents a caller needs.
package struct Wanted: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
  package static let input = Wanted(rawValue: 1)
  package static let parameters = Wanted(rawValue: 2)
  package static let all: Wanted = [.input, .parameters]
}

/// The gradients with respect to a layer's input and parameters.
package struct Cotangent: Sendable {
  /// nil when not wanted.
  package var input: Tensor?
  /// Empty when not wanted; else one tensor a parameter, in the parameters' order.
  package var parameters: NamedTensors

  package init(input: Tensor?, parameters: NamedTensors = NamedTensors()) {
    self.input = input
    self.parameters = parameters
  }
}
