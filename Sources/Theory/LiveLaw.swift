// A law asked of a network that somebody else built, at one batch.

package import Layers
package import Networks
package import Tensors

/// What a law says of a given network: where it applies, what it predicts there, how it is
/// measured.
package struct LiveLaw: Sendable {
  /// The start values that the law assumes. The band is the spread of the same network, at the same
  /// batch, over fresh draws of them, biases staying what they are; nil: the predictions know their deviations.
  package var start: Initializer?
  /// Where the deviations come from that the predictions know.
  package var origin = "computed for matrices of these sizes, as far as large ones tell"
  /// Whether the gradient of the loss is looked at.
  package var needsGradient = false
  /// The units that it is about. Throws the first premise that the network breaks.
  package var sites: @Sendable (Run) throws(BrokenPremise) -> [Site]
  package var predict: @Sendable (Run, [Site]) -> [Prediction]
  /// For each prediction one number a point.
  package var measure: @Sendable (Run, [Site]) -> [[Double]]
}

/// A law beside what a given network shows.
package struct LiveConfrontation: Sendable, Equatable {
  /// The first and the last layer of what was measured; nil where it is the whole network.
  package let reach: (first: String, last: String)?
  package let confrontation: Confrontation

  package static func == (left: LiveConfrontation, right: LiveConfrontation) -> Bool {
    left.reach?.first == right.reach?.first && left.reach?.last == right.reach?.last
      && left.confrontation == right.confrontation
  }

  /// Why nothing was measured.
  package enum Failure: Error, Sendable, Equatable {
    case premise(BrokenPremise)
    case cancelled
  }

  /// - Parameters:
  ///   - run: a pass of the network, its backward half done where the law needs the gradient.
  ///   - samples: how many fresh draws of the start values the band comes from.
  ///   - progress: is told the share that is done; says whether to go on.
  package init(
    _ law: Law, _ run: Run, samples: Int, randomness: Randomness, progress: (Double) -> Bool
  ) throws(Failure) {
    guard let live = law.live else { throw .premise(.ownNetworksOnly) }
    let sites: [Site]
    do { sites = try live.sites(run) } catch { throw .premise(error) }
    var redraws: [[[Double]]] = []
    if let start = live.start {
      for index in 0..<samples {
        guard progress(Double(index) / Double(samples)) else { throw .cancelled }
        var network = run.network
        // Every start value of a law fits every layer.
        _ = try? network.initialize(start, randomness: randomness.split(by: index)) { _ in true }
        network.parameters = NamedTensors(
          run.network.parameters.pairs.filter { $0.name.hasSuffix(".bias") })
        var again = run.again(with: network)
        again.finishForward()
        if live.needsGradient { again.finish() }
        redraws.append(live.measure(again, sites))
      }
    }
    reach = sites.first.flatMap { first in
      sites.last.flatMap { last in
        first.layers.first.flatMap { name in last.layers.last.map { (name, $0) } }
      }
    }
    confrontation = Confrontation(
      live.predict(run, sites), measured: live.measure(run, sites), redraws: redraws)
  }
}
