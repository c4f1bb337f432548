// Why a network does not learn: rules with evidence.

package import Networks
import Layers
import Reports
import Tensors
import Kernels

/// What one rule found.
package struct Finding: Sendable, Equatable {
  /// The rule's name: "vanishing-gradient".
  package var rule: String
  /// The layer it is about, if it is about one.
  package var layer: String?
  /// The measured facts that made the rule fire.
  package var evidence: String
  /// What to try.
  package var advice: String

  package init(rule: String, layer: String? = nil, evidence: String, advice: String) {
    self.rule = rule
    self.layer = layer
    self.evidence = evidence
    self.advice = advice
  }
}

/// The rules that look at one pass: forward and backward done, gradients kept.
package enum Diagnosis {
  /// ‖g‖ of the first weights below this share of the last ones', per element, is vanished: a
  /// step that moves the last layer by a percent does not move the first in single precision.
  package static let vanishedRatio = 1e-6
  /// Logits that differ between examples by less than this share of their size do not depend on
  /// the input as far as single precision can tell.
  package static let sameOutput = 1e-5
  /// A layer with more units than this silent for the whole batch is called dead.
  package static let deadShare = 0.8

  /// Every rule that fires for `run`, the most telling first.
  package static func findings(of run: Run) -> [Finding] {
    [
      vanishingGradient(run), ignoredInput(run), deadUnits(run), contradiction(run),
    ].compactMap { $0 }
  }

  private static func vanishingGradient(_ run: Run) -> Finding? {
    // What a pass drops gets no gradient in it, and that is as it should be.
    let weights = GradientFlow.of(run).filter {
      $0.name.hasSuffix(".weight") && !isDropped(layer(of: $0.name), in: run)
    }
    guard let first = weights.first, let last = weights.last, first != last,
      last.meanMagnitude > 0, first.meanMagnitude < vanishedRatio * last.meanMagnitude
    else { return nil }
    let ledger = Ledger(run)
    let costliest = ledger.kinds.first.map {
      "; on the way from the loss, \($0.count) \($0.name) together multiply it by "
        + Figures.text($0.factor, digits: 2)
    }
    return Finding(
      rule: "vanishing-gradient", layer: layer(of: first.name),
      evidence: "mean |gradient| is \(Figures.text(first.meanMagnitude, digits: 2)) at "
        + "\(first.name) and \(Figures.text(last.meanMagnitude, digits: 2)) at \(last.name)"
        + (costliest ?? ""),
      advice: "residual blocks, batch norm, or 'initialize he'; 'ledger' shows every factor")
  }

  private static func ignoredInput(_ run: Run) -> Finding? {
    guard let logits = run.output, logits.shape.rank == 2, logits.shape[0] > 1 else { return nil }
    let (rows, columns) = (logits.shape[0], logits.shape[1])
    var spread: Float = 0
    for column in 0..<columns {
      let values = (0..<rows).map { logits[$0 * columns + column] }
      spread = max(spread, (values.max() ?? 0) - (values.min() ?? 0))
    }
    let size = logits.map { abs($0) }.statistics.maximum
    guard size > 0, Double(spread) < sameOutput * Double(size) else { return nil }
    return Finding(
      rule: "input-ignored", layer: run.program.topLevel.last,
      evidence: "over the batch the logits differ by at most "
        + "\(Figures.text(Double(spread), digits: 2)), and are as large as "
        + "\(Figures.text(Double(size), digits: 2)): the output hardly depends on the input",
      advice: "'activations' shows where the differences between examples are lost")
  }

  private static func deadUnits(_ run: Run) -> Finding? {
    // What is dropped is not dead.
    let dead = ActivationFacts.of(run).first {
      $0.deadShare > deadShare
        && !["dropout", "gate"].contains(run.network.layer($0.name)?.kind ?? "")
    }
    guard let dead else { return nil }
    return Finding(
      rule: "dead-units", layer: dead.name,
      evidence: "\(Figures.text(100 * dead.deadShare, digits: 3)) % of its units are 0 for the "
        + "whole batch",
      advice: "a smaller learning rate, 'initialize he', or leakyrelu")
  }

  private static func contradiction(_ run: Run) -> Finding? {
    guard let x = run.values.first ?? nil else { return nil }
    let size = x.shape.example.count
    let rows = (0..<x.shape[0]).map { row in (row * size..<(row + 1) * size).map { x[$0] } }
    for second in rows.indices {
      for first in 0..<second where run.labels[first] != run.labels[second] {
        guard rows[first] == rows[second] else { continue }
        return Finding(
          rule: "contradicting-labels",
          evidence: "examples \(first) and \(second) of the batch are equal, with labels "
            + "\(run.labels[first]) and \(run.labels[second])",
          advice: "no network can fit both; look at 'show batch'")
      }
    }
    return nil
  }

  /// Whether the layer belongs to a residual branch that this pass drops.
  private static func isDropped(_ layer: String, in run: Run) -> Bool {
    run.program.stretch(layer).map { run.drops($0.instructions.lowerBound) } ?? false
  }

  /// `conv1` of `conv1.weight`.
  private static func layer(of parameter: String) -> String {
    parameter.lastIndex(of: ".").map { String(parameter[..<$0]) } ?? parameter
  }
}

extension Overfit {
  /// Why the target was not reached, as far as the rules can tell; empty when it was.
  ///
  /// - Parameters:
  ///   - start: a pass of the network before training, backward done.
  ///   - end: the same after training.
  package func findings(start: Run, end: Run?) -> [Finding] {
    guard !reached else { return [] }
    if let layer = firstNotFinite {
      return [
        Finding(
          rule: "not-finite", layer: layer,
          evidence: "after \(steps) steps \(layer) is the first to give nan or inf",
          advice: "a smaller learning rate, for example overfit rate=1e-4")
      ]
    }
    var findings = Diagnosis.findings(of: start)
    for finding in end.map(Diagnosis.findings) ?? []
    where !findings.contains(where: { $0.rule == finding.rule }) {
      findings.append(finding)
    }
    return findings + courseFindings(above: start.loss?.floor ?? 0)
  }

  /// What the course of the loss tells; `floor` is the least there is.
  private func courseFindings(above floor: Double) -> [Finding] {
    guard let start = losses.first, let least = losses.min(), losses.count >= 8 else { return [] }
    let course =
      "loss \(Figures.text(start)) at the start, \(Figures.text(least)) at best, "
      + "\(Figures.text(loss)) after \(steps) steps"
      + (floor > 0 ? ", \(Figures.text(floor)) the entropy of the targets" : "")
    let excess = losses.map { $0 - floor }
    let (first, best, loss) = (start - floor, least - floor, loss - floor)
    if loss > 1.5 * best + 0.1 * first || (excess.max() ?? 0) > 3 * first {
      return [
        Finding(
          rule: "learning-rate-too-high", evidence: course, advice: "a tenth of the learning rate")
      ]
    }
    let earlier = excess[excess.count * 3 / 4]
    if loss < 0.9 * earlier {
      return [
        Finding(
          rule: "still-falling", evidence: course + ", and still falling",
          advice: "more steps: overfit steps=\(steps * 2)")
      ]
    }
    if best > 0.9 * first {
      return [
        Finding(
          rule: "loss-flat", evidence: course,
          advice: "a larger learning rate, other start values, or 'ledger' for the gradient")
      ]
    }
    return [Finding(rule: "stalled", evidence: course, advice: "more width, or another optimizer")]
  }
}
