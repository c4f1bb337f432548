// New start values for layers of a network.

package import Layers
package import Tensors

extension Network {
  /// Draws new start values for the layers that `isChosen` picks by name; returns their names.
  /// Layers without parameters are passed over.
  package mutating func initialize(
    _ initializer: Initializer, randomness: Randomness, where isChosen: (String) -> Bool
  ) -> [String] {
    var changed: [String] = []
    for index in layers.indices where isChosen(layers[index].name) {
      let parameters = layers[index].layer.parameters
      guard !parameters.isEmpty else { continue }
      layers[index].layer.parameters = initializer.apply(
        to: parameters, randomness: randomness.split(by: layers[index].name))
      changed.append(layers[index].name)
    }
    return changed
  }
}
