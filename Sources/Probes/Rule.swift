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
  /// What to try.
  package var advice: String

  package init(rule: String, layer: String? = nil, evidence: String, advice: String) {
    self.rule = rule
    self.layer = layer
    self.evidence = evidence
    self.advice = advice
  }
}

/// One rule: a name, what it looks for, its threshold, and the look itself.
package struct Rule: Sendable {
  package let name: String
  /// One sentence.
  package let looks: String
  /// What the measured quantity is held against; nil where there is nothing to choose.
  package let threshold: Double?
  private let look: @Sendable (Examination, Double) -> (layer: String?, evidence: String)?
  private let advice: String

  init(
    _ name: String, _ looks: String, threshold: Double? = nil, advice: String,
    look: @escaping @Sendable (Examination, Double) -> (layer: String?, evidence: String)?
  ) {
    self.name = name
    self.looks = looks
    self.threshold = threshold
    self.advice = advice
    self.look = look
  }

  /// What it finds; nil when all is well.
  package func finding(in examined: Examination) -> Finding? {
    look(examined, threshold ?? 0).map {
      Finding(rule: name, layer: $0.layer, evidence: $0.evidence, advice: advice)
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
  package func findings(of rules: [Rule] = ruleCatalog) -> [Finding] {
    rules.compactMap { $0.finding(in: self) }
  }

  /// The gradients of weights (not of biases and scales), in layer order, but for those of branches
  /// that the pass drops, whose gradients are 0 by chance.
  var weights: [GradientFlow] {
    let matrices = Set(
      run.gradientsByName.pairs.filter { $0.tensor.shape.rank > 1 }.map { $0.name })
    return flow.filter { matrices.contains($0.name) && !run.drops(Self.layer(of: $0.name)) }
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
