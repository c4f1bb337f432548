// Units that do nothing, cannot move, or all do the same.

import Kernels
import Layers
import Networks
import Reports
import Tensors

extension Rule {
  private static let saturated = Threshold(
    "saturated", 0.5, "share of inputs", in: 0...1, source: "DeepDiagnosis 2022")
  private static let flat = Threshold(
    "flat", 5, "size of an input from which on it is flat", source: "DeepDiagnosis 2022")

  static let ofUnits: [Rule] = [
    Rule(
      "symmetric-units", "A layer whose units all have the same weights: they never part.",
      advice: "random start values: 'initialize he'"
    ) { examined in
      for named in examined.run.network.layers where named.isWeightLayer {
        guard let weight = named.layer.parameters["weight"], weight.shape[0] > 1 else { continue }
        let first = weight.examples(0..<1).values
        guard first.count > 1 || named.layer.parameters["bias"] != nil,
          (1..<weight.shape[0]).allSatisfy({ weight.examples($0..<$0 + 1).values == first })
        else { continue }
        return (
          named.name,
          "all \(weight.shape[0]) units of \(named.name) have the same weights, so they give the "
            + "same outputs and get the same gradients"
        )
      }
      return nil
    },
    Rule(
      "dead-units", "A layer with more than this share of units at 0 for the whole batch.",
      Threshold(
        "dead", 0.8, "share of units", in: 0...1,
        source: "chosen here; TheDeepChecker 2022 has 0.5, DeepDiagnosis 2022 0.7"),
      advice: "a smaller learning rate, 'initialize he', or leakyrelu"
    ) { examined, threshold in
      // What is dropped is not dead.
      let dropping: Set = [Dropout.card.name, Gate.card.name]
      let dead = examined.activations.first {
        $0.deadShare > threshold
          && !dropping.contains(examined.run.network.layer($0.name)?.kind ?? "")
      }
      return dead.map {
        (
          $0.name,
          "\(Figures.text(100 * $0.deadShare, digits: 3)) % of its units are 0 for the whole batch"
        )
      }
    },
    Rule(
      "saturated-units",
      "A sigmoid or tanh with more than this share of its inputs where it is flat.",
      [saturated, flat],
      advice: "smaller start values ('initialize xavier'), batch norm, or relu"
    ) { examined, thresholds in
      let bounded: Set = [Sigmoid.card.name, Tanh.card.name, ScaledTanh.card.name]
      for (instruction, pass) in zip(examined.run.program.instructions, examined.run.passes) {
        guard let pass, let layer = examined.run.network.layer(instruction.name),
          bounded.contains(layer.kind), pass.input.count > 0
        else { continue }
        let edge = Float(thresholds[flat])
        let share = pass.input.map { abs($0) > edge ? 1 : 0 }.sum / Double(pass.input.count)
        guard share > thresholds[saturated] else { continue }
        return (
          instruction.name,
          "\(Figures.text(100 * share, digits: 3)) % of its inputs lie beyond "
            + "±\(Figures.text(thresholds[flat]))"
        )
      }
      return nil
    },
  ]
}
