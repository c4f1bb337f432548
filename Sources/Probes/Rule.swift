// The rules of `diagnose`: each looks at one pass and says what is wrong, with its evidence.

import Foundation
import Layers
package import Networks
import Tensors

/// What one rule found.
package struct Finding: Sendable, Equatable {
  /// The rule's name: "vanishing-gradient".
  package var rule: String
  /// The layer it is about, if it is about one.
  package var layer: String?
  /// The measured facts that made the rule fire.
  package var evidence: String
  /// What they were held against.
  package var levels: [Level] = []
  /// What to try.
  package var advice: String

  /// A threshold and the value that it had.
  package struct Level: Sendable, Equatable {
    package let threshold: Threshold
    package let value: Double
  }
}

/// One rule: a name, what it looks for, its thresholds, and the look itself.
package struct Rule: Sendable {
  /// What a rule sees: the layer that it is about, if it is about one, and the facts.
  typealias Sight = (layer: String?, evidence: String)

  package let name: String
  /// One sentence.
  package let looks: String
  /// What the measured quantities are held against; none where there is nothing to choose.
  package let thresholds: [Threshold]
  private let look: @Sendable (Examination, Thresholds) -> Sight?
  private let advice: String

  /// A rule with nothing to choose.
  init(
    _ name: String, _ looks: String, advice: String,
    look: @escaping @Sendable (Examination) -> Sight?
  ) {
    self.init(name, looks, [], advice: advice) { examined, _ in look(examined) }
  }

  /// A rule with one threshold, whose value `look` is given.
  init(
    _ name: String, _ looks: String, _ threshold: Threshold, advice: String,
    look: @escaping @Sendable (Examination, Double) -> Sight?
  ) {
    self.init(name, looks, [threshold], advice: advice) { look($0, $1[threshold]) }
  }

  /// A rule with several.
  init(
    _ name: String, _ looks: String, _ thresholds: [Threshold], advice: String,
    look: @escaping @Sendable (Examination, Thresholds) -> Sight?
  ) {
    self.name = name
    self.looks = looks
    self.thresholds = thresholds
    self.advice = advice
    self.look = look
  }

  /// What it finds; nil when all is well.
  package func finding(in examined: Examination, with chosen: Thresholds) -> Finding? {
    look(examined, chosen).map { sight in
      Finding(
        rule: name, layer: sight.layer, evidence: sight.evidence,
        levels: thresholds.map { Finding.Level(threshold: $0, value: chosen[$0]) }, advice: advice)
    }
  }
}

/// Every rule that looks at one pass, the most telling first.
package let ruleCatalog: [Rule] =
  Rule.ofInput + Rule.ofUnits + Rule.ofGradient + Rule.ofStructure + Rule.ofStart + Rule.ofThrift

/// The rules that can tell why a network does not learn; the others tell what it could do without.
let harmRules = ruleCatalog.filter { rule in !Rule.ofThrift.contains { $0.name == rule.name } }

/// What the rules look at: a pass with its backward half done, and the optimizer.
package struct Examination: Sendable {
  package let run: Run
  package let optimizer: Optimizer
  let flow: [GradientFlow]
  let activations: [ActivationFacts]

  /// - Parameter run: forward and backward done, gradients kept.
  package init(_ run: Run, optimizer: Optimizer) {
    self.run = run
    self.optimizer = optimizer
    flow = GradientFlow.of(run)
    activations = ActivationFacts.of(run)
  }

  /// What `rules` find, in their order.
  package func findings(
    of rules: [Rule] = ruleCatalog, with thresholds: Thresholds = Thresholds()
  ) -> [Finding] {
    rules.compactMap { $0.finding(in: self, with: thresholds) }
  }

  /// The gradients of weights (not of biases and scales), in layer order, but for those of branches
  /// that the pass drops, whose gradients are 0 by chance.
  var weights: [GradientFlow] {
    let weights = Set(run.network.weightNames)
    return flow.filter { weights.contains($0.name) && !run.drops(Self.layer(of: $0.name)) }
  }

  /// `conv1` of `conv1.weight`.
  static func layer(of parameter: String) -> String {
    parameter.lastIndex(of: ".").map { String(parameter[..<$0]) } ?? parameter
  }

  /// Whether the loss takes its scores for logarithms of chances.
  var isClassified: Bool {
    if case .crossEntropy = run.objective { return true }
    return false
  }

  /// ln C: the cross-entropy of who gives every class the same chance.
  var uninformedLoss: Double { run.output.map { log(Double($0.shape[1])) } ?? .nan }
}
