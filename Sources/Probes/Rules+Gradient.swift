// What the gradient's way from the loss to the first layer tells.

import Layers
import Networks
import Reports
import Tensors

extension Rule {
  static let ofGradient: [Rule] = [
    // A step that moves the last layer by a percent then does not move the first in Float32.
    Rule(
      "vanishing-gradient",
      "First weights whose mean |gradient| is below this share of the last's.",
      Threshold(
        "vanishing", 1e-6, "share of the last mean |gradient|",
        source: "a percent at the last weights is then rounding at the first, in Float32"),
      advice: "residual blocks, batch norm, or 'initialize he'; 'ledger' shows every factor"
    ) { examined, threshold in
      guard let (first, last) = examined.ends, last.meanMagnitude > 0,
        first.meanMagnitude < threshold * last.meanMagnitude
      else { return nil }
      return (Examination.layer(of: first.name), examined.comparison(of: first, and: last))
    },
    Rule(
      "exploding-gradient",
      "First weights whose mean |gradient| is above this multiple of the last's.",
      Threshold(
        "exploding", 100, "times the last mean |gradient|",
        source: "chosen here, near the 70 of AUTOTRAINER 2021"),
      advice: "residual blocks, smaller start values, or a larger batch under batch norm; 'ledger' "
        + "shows every factor"
    ) { examined, threshold in
      guard let (first, last) = examined.ends, last.meanMagnitude > 0,
        first.meanMagnitude > threshold * last.meanMagnitude
      else { return nil }
      return (Examination.layer(of: first.name), examined.comparison(of: first, and: last))
    },
  ]

  static let ofThrift: [Rule] = [
    Rule(
      "idle-bias",
      "A bias whose gradient is below this share of its weight's: a norm takes it away.",
      Threshold(
        "idle", 1e-6, "share of the weight's ‖gradient‖",
        source: "the rounding of sums in Float32"),
      advice: "bias=false in front of a normalization saves parameters"
    ) { examined, threshold in
      let idle = examined.run.network.layers.first { named in
        guard let weight = examined.flow(named.name + ".weight"),
          let bias = examined.flow(named.name + ".bias"), examined.isNormalizedNext(named.name)
        else { return false }
        return weight.l2 > 0 && bias.l2 < threshold * weight.l2
      }
      guard let idle, let bias = examined.flow(idle.name + ".bias"),
        let weight = examined.flow(idle.name + ".weight")
      else { return nil }
      return (
        idle.name,
        "‖gradient‖ is \(Figures.text(bias.l2, digits: 2)) at \(bias.name) and "
          + "\(Figures.text(weight.l2, digits: 2)) at \(weight.name): the normalization behind it "
          + "subtracts whatever is added"
      )
    }
  ]
}

extension Examination {
  /// The first and the last weights, if they are not the same.
  fileprivate var ends: (first: GradientFlow, last: GradientFlow)? {
    guard let first = weights.first, let last = weights.last, first != last else { return nil }
    return (first, last)
  }

  fileprivate func flow(_ name: String) -> GradientFlow? { flow.first { $0.name == name } }

  fileprivate func comparison(of first: GradientFlow, and last: GradientFlow) -> String {
    let ledger = Ledger(run)
    let costliest = ledger.kinds.first.map {
      "; on the way from the loss, \($0.count) \($0.name) together multiply it by "
        + Figures.text($0.factor, digits: 2)
    }
    return "mean |gradient| is \(Figures.text(first.meanMagnitude, digits: 2)) at \(first.name) "
      + "and \(Figures.text(last.meanMagnitude, digits: 2)) at \(last.name)" + (costliest ?? "")
  }

  /// Whether a batch or instance norm is all that reads the layer's output.
  fileprivate func isNormalizedNext(_ name: String) -> Bool {
    guard let index = run.program.instructions.firstIndex(where: { $0.name == name }) else {
      return false
    }
    let readers = run.program.instructions.filter { $0.inputs.contains(index + 1) }
    let norms: Set = [BatchNorm.card.name, InstanceNorm.card.name]
    return !readers.isEmpty
      && readers.allSatisfy { norms.contains(run.network.layer($0.name)?.kind ?? "") }
  }
}
