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
    if let culprit = notFinite {
      return [
        Finding(
          rule: "not-finite", layer: culprit.name,
          evidence:
            "after \(steps) steps \(culprit.isBackward ? "on the way back " : "")\(culprit.name) is "
            + "the first to give nan or inf; the last finite loss was \(Figures.text(losses.last { $0.isFinite } ?? .nan)), the rate "
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
      + courseFindings(Double(optimizer.learningRate), above: start.loss?.floor ?? 0)
  }

  /// What the course of the loss tells; `floor` is the least there is.
  private func courseFindings(_ rate: Double, above floor: Double) -> [Finding] {
    guard let start = losses.first, let least = losses.min(), let most = losses.max(),
      losses.count >= 8
    else { return [] }
    let course =
      "loss \(Figures.text(start)) at the start, \(Figures.text(least)) at best, "
      + "\(Figures.text(loss)) after \(steps) steps"
      + (floor > 0 ? ", \(Figures.text(floor)) the entropy of the targets" : "")
    let excess = losses.map { $0 - floor }
    let (first, best, worst) = (start - floor, least - floor, most - floor)
    let loss = loss - floor
    if loss > 1.5 * best + 0.1 * first || worst > 3 * first {
      let peak = worst > first ? ", with a peak of \(Figures.text(most)) on the way" : ""
      return [
        Finding(
          rule: "learning-rate-too-high", evidence: course + peak,
          advice: "a tenth of the learning rate: overfit rate=\(Figures.text(rate / 10))")
      ]
    }
    let earlier = excess[excess.count * 3 / 4]
    if loss < 0.9 * earlier {
      return [
        Finding(
          rule: "still-falling",
          evidence: course + "; \(Figures.text(earlier + floor)) a quarter of the way before",
          advice: "more steps: overfit steps=\(steps * 2)")
      ]
    }
    if best > 0.9 * first {
      return [
        Finding(
          rule: "loss-flat", evidence: course,
          advice: "a larger learning rate (overfit rate=\(Figures.text(10 * rate))), other start "
            + "values, or 'ledger' for the gradient")
      ]
    }
    return [
      Finding(
        rule: "stalled", evidence: course,
        advice: "another learning rate (overfit rate=\(Figures.text(rate / 3)) or "
          + "rate=\(Figures.text(3 * rate))), or more width")
    ]
  }
}
