// What a layer's output looks like over the batch.

package import Networks
package import Tensors
import Kernels

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
  package var notFinite: Int

  package init(name: String, output: Tensor) {
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
  }

  /// One entry a layer or block, in order of execution.
  package static func of(_ run: Run) -> [ActivationFacts] {
    zip(run.program.instructions, run.values.dropFirst()).compactMap { instruction, value in
      value.map { ActivationFacts(name: instruction.name, output: $0) }
    }
  }
}
