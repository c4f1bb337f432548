// What a law assumes of a network, and which of it a given one breaks.

package import Layers
import Networks
import Tensors

/// Why a law says nothing about a network.
package enum BrokenPremise: Error, Sendable, Equatable {
  /// The law is about networks of its own only.
  case ownNetworksOnly
  /// There is no such unit at the top level.
  case noUnit(String)
  /// No residual block can be dropped.
  case noGate
  /// n Var(W) of a layer is not that of start values by `rule`.
  case variance(layer: String, measured: Double, assumed: Double, rule: String)
  /// The entries of a layer's weight depend on each other.
  case dependent(layer: String, Dependence)
  /// A parameter that the law wants to be this value everywhere is not.
  case parameter(String, value: Double)
  /// The statistics of the batch are needed, and those of training are in use; or nothing is
  /// dropped.
  case evaluation
  /// The batch has fewer examples than this.
  case batch(least: Int)
  /// The shorter side of a weight is outside of these bounds, in every layer.
  case sizes(ClosedRange<Int>)
}

extension Run {
  /// Refuses sites whose weights cannot be independent numbers.
  func requireIndependence(_ sites: [Site]) throws(BrokenPremise) {
    for site in sites {
      if let dependence = Dependence(of: site.weight(in: self)) {
        throw .dependent(layer: site.dense, dependence)
      }
    }
  }

  /// Refuses sites whose weights have not the variance `assumed`/inputs, within what their number
  /// allows, are not independent, or have a bias.
  func require(
    _ assumed: Double, by rule: Initializer, _ sites: [Site]
  ) throws(BrokenPremise) {
    for site in sites {
      let weight = site.weight(in: self)
      let count = Double(max(1, weight.count))
      let measured = Double(weight.shape.example.count) * weight.sumOfSquares / count
      // The variance of `count` normal numbers strays by √(2/count), relative.
      guard abs(measured / assumed - 1) <= reachOfVariance * (2 / count).squareRoot() else {
        throw .variance(layer: site.dense, measured: measured, assumed: assumed, rule: rule.name)
      }
    }
    try requireIndependence(sites)
    try require("bias", 0, in: sites.map(\.dense))
  }

  /// Refuses layers with a parameter of this name that is not `value` everywhere.
  func require(
    _ parameter: String, _ value: Float, in layers: [String]
  ) throws(BrokenPremise) {
    for layer in layers {
      guard let found = network.layer(layer)?.parameters[parameter] else { continue }
      guard found.values.allSatisfy({ $0 == value }) else {
        throw .parameter("\(layer).\(parameter)", value: Double(value))
      }
    }
  }

  /// Refuses norms that are not those of a training batch of at least `least`, at their start.
  func requireStatistics(_ sites: [Site], least: Int) throws(BrokenPremise) {
    guard phase == .training else { throw .evaluation }
    guard program.input.examples >= least else { throw .batch(least: least) }
    let norms = sites.flatMap(\.layers).filter { network.layer($0) is BatchNorm }
    try require("weight", 1, in: norms)
    try require("bias", 0, in: norms)
  }
}

/// How many standard deviations a variance may be off before start values count as others: five
/// are reached by chance in one of a million layers.
private let reachOfVariance = 5.0
