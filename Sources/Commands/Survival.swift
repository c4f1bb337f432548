// Stochastic depth in words: which branches a pass drops, and how many it may drop.

import Layers
import Networks
import Reports

extension Run {
  /// The residual blocks whose branch this pass drops.
  var droppedBlocks: [String] { branches.filter(\.isDropped).map(\.name) }

  /// "2 of 9 branches dropped: residual3, residual7"; nil where nothing can be dropped.
  var droppedWords: String? {
    guard phase == .training, !branches.isEmpty else { return nil }
    let names = droppedBlocks
    return "\(names.count) of \(branches.count) branches dropped"
      + (names.isEmpty ? "" : ": " + names.joined(separator: ", "))
  }

  /// What instruction `index` has to do with a dropped branch, in words; nil: nothing.
  func fate(of index: Int) -> String? {
    if drops(index) {
      return "this pass drops the branch: what is computed here is for looking at only"
    }
    guard phase == .training, case .layer(let layer) = program.instructions[index].operation,
      network.layers[layer].layer is Gate, let pass = passes[index]
    else { return nil }
    return pass.gateFactor == 0 ? "this pass drops the branch" : "this pass keeps the branch"
  }
}

extension Program {
  /// How many of the branches that can be dropped are there on average, Σp ± √Σp(1 − p) (Huang et
  /// al. 2016, section 3); nil where nothing can be dropped.
  var survivalWords: String? {
    let survivals = gatedBranches.map(\.gate.survival)
    guard let first = survivals.first, let last = survivals.last else { return nil }
    let mean = survivals.reduce(0, +)
    let deviation = survivals.reduce(0) { $0 + $1 * (1 - $1) }.squareRoot()
    return "in training \(Figures.text(mean)) ± \(Figures.text(deviation, digits: 3)) of "
      + "\(survivals.count) branches survive, from p = \(Figures.text(first, digits: 3)) to "
      + Figures.text(last, digits: 3)
  }
}
