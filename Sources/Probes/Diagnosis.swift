// Why a network did not learn its batch: the rules, and the course of the loss.

import Layers
package import Networks
import Reports

extension Overfit {
  /// Why the target was not reached, as far as the rules can tell; empty when it was.
  ///
  /// - Parameters:
  ///   - start: a pass of the network before training, backward done.
  ///   - end: the same after training.
  package func findings(start: Run, end: Run?, optimizer: Optimizer) -> [Finding] {
    guard !reached else { return [] }
    if let notFinite {
      let culprit = notFinite.name ?? "the loss"
      let way = notFinite.isBackward ? "on the way back " : ""
      let last = Figures.text(losses.last { $0.isFinite } ?? .nan)
      return [
        Finding(
          rule: "not-finite", layer: culprit,
          evidence:
            "after \(steps) steps \(way)\(culprit) is the first to give nan or inf; the last finite "
            + "loss was \(last), the rate "
            + Figures.text(Double(optimizer.learningRate)),
          advice: "a smaller learning rate: overfit "
            + "rate=\(Figures.text(Double(optimizer.learningRate) / 10))")
      ]
    }
    var findings = Examination(start, optimizer: optimizer).findings(of: harmRules)
    for finding in end.map({ Examination($0, optimizer: optimizer).findings(of: harmRules) }) ?? []
    where !findings.contains(where: { $0.rule == finding.rule }) {
      findings.append(finding)
    }
    return findings
      + [
        LossCourse(losses: losses, floor: start.loss?.floor ?? 0).finding(
          rate: Double(optimizer.learningRate))
      ].compactMap(\.self)
  }
}
