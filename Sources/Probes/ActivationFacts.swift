// What a layer's output looks like over the batch.

package import Networks
package import Tensors
import Kernels
import Layers

/// Facts about one layer's output.
package struct ActivationFacts: Sendable, Equatable {
  package var name: String
  package var shape: Shape
  package var mean: Double
  /// Population standard deviation over all elements.
  package var deviation: Double
  package var minimum: Double
  package var maximum: Double
  /// The share of elements that are exactly 0.
  package var zeroShare: Double
  /// The share of units (channels, features) that are 0 for the whole batch.
  package var deadShare: Double
  /// The share of elements near what the layer's output can at most become; nil for layers that do
  /// not saturate.
  package var saturatedShare: Double?
  package var notFinite: Int

  /// An element is saturated when it is nearer to a limit than this share of what lies between
  /// them (and 0): tanh beyond ±0.98, sigmoid beyond 0.01 and 0.99.
  package static let saturation = 0.01

  /// - Parameter limits: what the layer's output approaches without end.
  package init(name: String, output: Tensor, limits: [Double] = []) {
    let facts = output.statistics
    self.name = name
    shape = output.shape
    mean = facts.mean
    deviation = facts.deviation
    minimum = Double(facts.minimum)
    maximum = Double(facts.maximum)
    notFinite = facts.notFinite
    let isActive = output.map { $0 == 0 ? 0 : 1 }
    zeroShare = output.count == 0 ? 0 : 1 - isActive.sum / Double(output.count)
    let active = isActive.channelSums(.channels(of: output.shape))
    deadShare = active.isEmpty ? 0 : Double(active.filter { $0 == 0 }.count) / Double(active.count)
    if let least = limits.min(), let most = limits.max(), output.count > 0 {
      let near = Float(Self.saturation * (max(most, 0) - min(least, 0)))
      let levels = limits.map { Float($0) }
      let isSaturated = output.map { x in levels.contains { abs(x - $0) <= near } ? 1 : 0 }
      saturatedShare = isSaturated.sum / Double(output.count)
    }
  }

  /// One entry a layer or block, in order of execution.
  package static func of(_ run: Run) -> [ActivationFacts] {
    zip(run.program.instructions, run.values.dropFirst()).compactMap { instruction, value in
      var limits: [Double] = []
      if case .layer(let index) = instruction.operation {
        limits = run.network.layers[index].layer.limits
      }
      return value.map { ActivationFacts(name: instruction.name, output: $0, limits: limits) }
    }
  }
}
