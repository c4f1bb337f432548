// Residual blocks of the top level: what goes around, what goes through, and where both meet.

extension Program {
  /// A residual block, body(x) + shortcut(x).
  package struct Residual: Sendable, Equatable {
    package let name: String
    /// Without instructions where the body or the shortcut has no layers.
    package let body: Stretch
    package let shortcut: Stretch
    /// The register of the sum.
    package let output: Int
  }

  /// The residual blocks of the top level, in order.
  package var residuals: [Residual] {
    topLevel.compactMap { name in
      guard let stretch = stretch(name), let last = stretch.instructions.last,
        instructions[last].operation == .sum
      else { return nil }
      // Body first, then shortcut, each reading the block's input; then the sum of what they give.
      let first = stretch.instructions.lowerBound
      let middle = max(first, instructions[last].inputs[0])
      return Residual(
        name: name,
        body: Stretch(name: name, instructions: first..<middle, input: stretch.input),
        shortcut: Stretch(name: name, instructions: middle..<last, input: stretch.input),
        output: stretch.output)
    }
  }
}
