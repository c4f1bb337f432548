// New start values for layers of a network.

package import Layers
package import Tensors

extension Network {
  /// Draws new start values for the layers that `isChosen` picks by name; returns their names.
  /// Layers without parameters are passed over. Throws `ArgumentMistake` naming a layer that the rule
  /// does not fit.
  package mutating func initialize(
    _ initializer: Initializer, randomness: Randomness, where isChosen: (String) -> Bool
  ) throws(ArgumentMistake) -> [String] {
    let weighted = layers.filter(\.isWeightLayer).map(\.name)
    var changed: [String] = []
    for index in layers.indices where isChosen(layers[index].name) {
      let parameters = layers[index].layer.parameters
      guard !parameters.isEmpty else { continue }
      var initializer = initializer
      if case .looksLinear(let gain, _) = initializer, layers[index].isWeightLayer {
        var mirrors = Initializer.Mirrors.both
        if layers[index].name == weighted.first { mirrors.remove(.inputs) }
        if layers[index].name == weighted.last { mirrors.remove(.outputs) }
        try layers[index].check(mirrors)
        initializer = .looksLinear(gain: gain, mirrors: mirrors)
      }
      layers[index].layer.parameters = initializer.apply(
        to: parameters, shares: layers[index].layer.sharesSeen,
        randomness: randomness.split(by: layers[index].name))
      changed.append(layers[index].name)
    }
    return changed
  }
}

extension Network.NamedLayer {
  /// Throws unless the axes that are to be mirrored have even lengths.
  fileprivate func check(_ mirrors: Initializer.Mirrors) throws(ArgumentMistake) {
    guard let shape = layer.parameters["weight"]?.shape else { return }
    for (axis, mirror, what) in [(0, .outputs, "outputs"), (1, .inputs, "inputs")]
      as [(Int, Initializer.Mirrors, String)]
    where mirrors.contains(mirror) && shape[axis] % 2 == 1 {
      throw ArgumentMistake(
        parameter: name, needed: "an even number of \(what) to mirror, and has \(shape[axis])")
    }
  }
}
