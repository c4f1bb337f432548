// The norms of a layer's Jacobian at the current batch.

package import Networks
package import Tensors

/// The norms of one Jacobian; nil where not asked for.
package struct Jacobian: Sendable, Equatable {
  /// Which norms to measure.
  package struct Norms: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    package static let spectral = Norms(rawValue: 1)
    package static let frobenius = Norms(rawValue: 2)
    package static let all: Norms = [.spectral, .frobenius]
  }

  package var name: String
  package var spectral: SpectralNorm?
  package var frobenius: FrobeniusNorm?
  /// The number of inputs, over the whole batch.
  package var inputs: Int

  /// ‖J‖_F / √inputs: the root-mean-square factor by which a random direction is stretched.
  package var gain: Double? { frobenius.map { $0.value / Double(max(1, inputs)).squareRoot() } }

  package static func measure(
    _ map: Linearization, norms: Norms, iterations: Int, tolerance: Double, probes: Int?,
    precision: Double? = nil, randomness: Randomness, isCancelled: () -> Bool
  ) -> Jacobian {
    let source = randomness.split(by: map.stretch.name)
    return Jacobian(
      name: map.stretch.name,
      spectral: norms.contains(.spectral)
        ? SpectralNorm.measure(
          map, iterations: iterations, tolerance: tolerance,
          randomness: source.split(by: "spectral"), isCancelled: isCancelled) : nil,
      frobenius: norms.contains(.frobenius)
        ? FrobeniusNorm.measure(
          map, probes: probes, precision: precision,
          randomness: source.split(by: "frobenius"), isCancelled: isCancelled) : nil,
      inputs: map.inputShape.count)
  }
}
