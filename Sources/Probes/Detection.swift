// The detectors of the literature with their published thresholds, measured on one pass.

package import Networks
import Tensors

/// What one published detector says of a pass.
package struct Detection: Sendable, Equatable {
  /// The tool and its paper.
  package let source: String
  /// When it fires, beginning with the quantity that it measures.
  package let rule: String
  /// That quantity here.
  package let value: Double
  package let fires: Bool

  /// Every detector that one pass, backward done, is enough for.
  package static func all(of run: Run) -> [Detection] {
    let gradients = run.gradientsByName
    let weights = run.network.weightNames.compactMap { name in
      gradients[name].map { GradientFlow(name: name, gradient: $0) }
    }
    guard let first = weights.first, let last = weights.last else { return [] }
    let ratio = last.l2 == 0 ? 0 : first.l2 / last.l2
    let means = weights.map(\.meanMagnitude)
    let (least, most) = (means.min() ?? 0, means.max() ?? 0)
    let all = gradients.tensors
    let zeros = all.reduce(0.0) { $0 + $1.map { $0 == 0 ? 1 : 0 }.sum }
    let silent = zeros / Double(max(1, all.reduce(0) { $0 + $1.count }))
    let (autotrainer, checker) = ("AUTOTRAINER 2021", "TheDeepChecker 2022")
    return [
      Detection(
        source: autotrainer, rule: "‖g₁‖/‖g_L‖ < 0.001, ‖g₁‖ < 1e-4", value: ratio,
        fires: ratio < 1e-3 && first.l2 < 1e-4),
      Detection(source: autotrainer, rule: "‖g₁‖/‖g_L‖ > 70", value: ratio, fires: ratio > 70),
      Detection(
        source: autotrainer, rule: "share of g at 0 ≥ 0.7", value: silent, fires: silent >= 0.7),
      Detection(
        source: "DeepLocalize 2021", rule: "least mean |g| < 1e-7", value: least,
        fires: least < 1e-7),
      Detection(source: checker, rule: "least mean |g| < 1e-6", value: least, fires: least < 1e-6),
      Detection(source: checker, rule: "largest mean |g| > 1e6", value: most, fires: most > 1e6),
    ]
  }
}
