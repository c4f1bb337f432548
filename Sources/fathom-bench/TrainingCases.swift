// One step of training with Adam: forward, backward, update.

import Networks
import Tensors

/// The networks of the comparison, and the memory of the largest step.
let trainingCases =
  ["vgg08", "vgg38", "vgg38+bn", "vgg38+bn+rc"].map { training($0, batch: 100, classes: 100) }
  + [
    training("resnet24", batch: 32, classes: 10),
    training("mlp 3x64", batch: 64, classes: 10),
    training("mlp 38x64", batch: 64, classes: 10),
    training("mlp 38x256", batch: 64, classes: 10),
    memory(of: "train vgg38+bn b100"),
  ]

/// How the cost of a step grows with the batch, the width and the depth.
let growthCases =
  [10, 25, 50, 200].map { training("vgg38", batch: $0, classes: 100, isExtra: true) }
  + [32, 128, 512, 1024].map { training("mlp 4x\($0)", batch: 64, classes: 10, isExtra: true) }
  + [8, 20, 56].map { depth in
    training("vgg\(depth)", batch: 100, classes: 100, isExtra: true)
  }

/// So small that some hundred steps on one batch change next to nothing. With a usual rate a wide
/// network soon knows its batch by heart, and its gradients become numbers below the least normal
/// one, over which a processor takes many times as long.
private let learningRate: Float = 1e-6

private func training(
  _ name: String, batch: Int, classes: Int, isExtra: Bool = false
) -> Case {
  Case(name: "train \(name) b\(batch)", isExtra: isExtra) {
    let network = try network(notation(name))
    let x = noise(network.input.batched(batch), 1)
    let labels = (0..<batch).map { $0 * 7 % classes }
    var adam = Optimizer.adam
    adam.learningRate = learningRate
    var training = Training(
      network, optimizer: adam, randomness: Randomness(seed: 2), memory: .max)
    return .timed { _ = try? training.step(x: x, labels: labels) }
  }
}

/// The notation of a network by its name in the table; `mlp 3x64` has 3 hidden layers of 64 units
/// on as many inputs.
private func notation(_ name: String) -> String {
  if let known = networks[name] { return known }
  let numbers = name.split { !$0.isNumber }.joined(separator: " ").split(separator: " ")
  if name.hasPrefix("mlp"), numbers.count == 2 {
    return "input(\(numbers[1])) -> mlp(\(numbers[0]), \(numbers[1]), classes=10)"
  }
  return "input(3, 32, 32) -> vgg(\(numbers.first ?? "8"), classes=100)"
}

/// The peak memory of a process that does nothing but this case.
private func memory(of name: String) -> Case {
  Case(name: "memory \(name)", unit: .bytes) {
    .measured { try Child.number(CommandLine.arguments[0], ["--once", name]) }
  }
}
