// How large the gradient of each parameter is: the gradient flow plot.

package import Networks
package import Tensors
import Kernels

/// The sizes of one parameter's gradient g.
package struct GradientFlow: Sendable, Equatable {
  /// `conv1.weight`.
  package var name: String
  /// Σ|g| / count: the "average gradient" of the coursework's plot.
  package var meanMagnitude: Double
  package var maximumMagnitude: Double
  /// ‖g‖₁ = Σ|g|.
  package var l1: Double
  /// ‖g‖₂ = √Σg².
  package var l2: Double

  package init(name: String, gradient: Tensor) {
    let magnitudes = gradient.map { abs($0) }
    self.name = name
    l1 = magnitudes.sum
    l2 = gradient.norm
    meanMagnitude = gradient.count == 0 ? 0 : l1 / Double(gradient.count)
    maximumMagnitude = Double(magnitudes.statistics.maximum)
  }

  /// One entry a parameter, in layer order, of a run whose backward pass is done.
  package static func of(_ run: Run) -> [GradientFlow] {
    run.gradientsByName.pairs.map { GradientFlow(name: $0.name, gradient: $0.tensor) }
  }
}
