// What a kind of layer is, as facts: read by the notation, help, explanation and the laws.

/// The facts of a kind of layer.
package struct LayerCard: Sendable, Equatable {
  /// What one argument of the notation is.
  package struct Parameter: Sendable, Equatable {
    package var name: String
    /// nil: it must be given.
    package var standard: LayerArguments.Value?
    package var summary: String

    package init(_ name: String, _ standard: LayerArguments.Value?, _ summary: String) {
      self.name = name
      self.standard = standard
      self.summary = summary
    }
  }

  /// The word of the notation: "conv".
  package var name: String
  /// One sentence.
  package var summary: String
  /// The definition in the papers' symbols.
  package var formula: String
  /// The local rule of the backward pass, in the same symbols.
  package var derivative: String
  /// Shapes of input and output: "[N, C, H, W] → [N, O, H', W']".
  package var shapes: String
  /// Paper or documentation.
  package var source: String
  /// Arguments by position and name.
  package var parameters: [Parameter]

  package init(
    name: String, summary: String, formula: String, derivative: String, shapes: String,
    source: String, parameters: [Parameter] = []
  ) {
    self.name = name
    self.summary = summary
    self.formula = formula
    self.derivative = derivative
    self.shapes = shapes
    self.source = source
    self.parameters = parameters
  }
}
