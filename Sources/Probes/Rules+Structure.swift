// What the order of the layers tells, and what the first numbers of a training do.

import Foundation
import Kernels
import Layers
import Networks
import Reports
import Tensors

extension Rule {
  static let ofStructure: [Rule] = [
    Rule(
      "softmax-before-loss", "A softmax at the end: the loss takes scores and has its own.",
      advice: "leave the softmax out"
    ) { examined in
      guard examined.isClassified, let end = examined.lastLayer,
        end.layer.kind == Softmax.card.name, let classes = examined.run.output?.shape[1]
      else { return nil }
      // Scores between 0 and 1 cannot say more than e against 1.
      let floor = -log(M_E / (M_E + Double(classes) - 1))
      return (
        end.name,
        "with scores between 0 and 1 the loss cannot fall below \(Figures.text(floor)); it is "
          + Figures.text(examined.run.loss?.value ?? .nan)
      )
    },
    Rule(
      "bounded-scores", "An activation at the end: scores that cannot be negative, or not large.",
      advice: "end with dense, without an activation"
    ) { examined in
      guard examined.isClassified, let end = examined.lastLayer,
        let logits = examined.run.output?.statistics,
        [
          ReLU.card.name, ReLU6.card.name, Sigmoid.card.name, Tanh.card.name, ScaledTanh.card.name,
        ].contains(end.layer.kind)
      else { return nil }
      return (
        end.name,
        "the scores come out of a \(end.layer.kind) and go from "
          + "\(Figures.text(Double(logits.minimum), digits: 3)) to "
          + Figures.text(Double(logits.maximum), digits: 3)
      )
    },
    Rule(
      "no-nonlinearity", "Several weight layers with nothing curved in between.",
      advice: "put relu between them"
    ) { examined in
      let straight: Set = [
        Dense.card.name, Convolution.card.name, Identity.card.name, Flatten.card.name,
        AveragePooling.card.name, GlobalAveragePooling.card.name, PadChannels.card.name,
        Dropout.card.name, Subsampling.card.name, Gate.card.name,
      ]
      let layers = examined.run.network.layers
      let count = examined.run.network.depth
      guard count > 1, layers.allSatisfy({ straight.contains($0.layer.kind) }) else { return nil }
      return (
        nil, "\(count) layers of weights, and every layer is linear: together they are one"
      )
    },
  ]

  static let ofStart: [Rule] = [
    Rule(
      "large-loss", "A loss above this multiple of ln C: sure of itself, and wrong.",
      Threshold("largeloss", 2, "times ln C", source: "TheDeepChecker 2022"),
      advice: "smaller weights in the last layer; a fresh network should start near ln C"
    ) { examined, threshold in
      guard examined.isClassified, let loss = examined.run.loss?.value,
        let logits = examined.run.output, loss > threshold * examined.uninformedLoss
      else { return nil }
      let spread = logits.statistics.deviation
      let expected = examined.uninformedLoss + spread * spread / 2
      return (
        examined.run.program.topLevel.last,
        "loss \(Figures.text(loss)), and ln \(logits.shape[1]) is "
          + "\(Figures.text(examined.uninformedLoss)); the scores' deviation is "
          + "\(Figures.text(spread, digits: 3))"
          + (spread < 1.5 ? ", for which about \(Figures.text(expected)) is expected" : "")
      )
    },
    Rule(
      "large-step", "A first update that changes some weight by more than this share of its size.",
      Threshold("largestep", 0.5, "‖Δw‖/‖w‖", source: "chosen here; TheDeepChecker 2022 has 0.1"),
      advice: "a smaller learning rate"
    ) { examined, threshold in
      examined.firstUpdate { $0 > threshold }.map { ($0.layer, $0.words) }
    },
    Rule(
      "tiny-step", "A first update that changes every weight by less than this share of its size.",
      Threshold("tinystep", 1e-6, "‖Δw‖/‖w‖", source: "chosen here; DeepDiagnosis 2022 has 1e-5"),
      advice: "a larger learning rate"
    ) { examined, threshold in
      guard examined.firstUpdate(where: { $0 >= threshold }) == nil,
        let largest = examined.firstUpdate(where: { $0 > 0 })
      else { return nil }
      return (largest.layer, largest.words)
    },
  ]
}

extension Examination {
  /// The layer that gives the scores.
  fileprivate var lastLayer: Network.NamedLayer? {
    guard case .layer(let index)? = run.program.instructions.last?.operation else { return nil }
    return run.network.layers[index]
  }

  /// ‖Δw‖ / ‖w‖ of the optimizer's first step, the largest of those that `isMeant`.
  fileprivate func firstUpdate(
    where isMeant: (Double) -> Bool
  ) -> (layer: String, words: String)? {
    var stepped = run.network
    var optimizer = optimizer.fresh
    optimizer.update(&stepped, gradients: run.parameterGradients)
    var largest: (ratio: Double, name: String)?
    let after = stepped.parameters
    let before = run.network.parameters
    for name in run.network.weightNames {
      guard let weight = before[name], let new = after[name], weight.norm > 0 else { continue }
      let ratio = (new - weight).norm / weight.norm
      if isMeant(ratio), ratio > largest?.ratio ?? 0 { largest = (ratio, name) }
    }
    return largest.map {
      let layer = String($0.name.prefix(upTo: $0.name.lastIndex(of: ".") ?? $0.name.endIndex))
      return (
        layer,
        "‖Δw‖/‖w‖ of the first step at rate \(Figures.text(Double(optimizer.learningRate))) is "
          + "\(Figures.text($0.ratio, digits: 2)) at \($0.name)"
      )
    }
  }
}
