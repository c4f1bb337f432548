// Where the laws' networks are built: from the program's own layers, at their start values.

import Networks
import Tensors
import Kernels
import Layers

/// The random numbers of one sample and the memory that its networks may take.
package struct Laboratory: Sendable {
  let randomness: Randomness
  let memory: Int

  /// Normal numbers of mean 0, named so that several inputs differ.
  func normal(_ shape: Shape, deviation: Double = 1, name: String = "input") -> Tensor {
    randomness.split(by: name).normal(shape, deviation: Float(deviation))
  }

  /// `depth` times `unit`, with start values by `start`, and one forward pass over x.
  func specimen(
    _ depth: Int, of unit: Chain, at x: Tensor, start: Initializer
  ) throws(NetworkMistake) -> Specimen {
    try specimen(depth, of: unit, at: x) { network in
      // Only looks-linear start values may not fit a network, and no law has them.
      _ = try? network.initialize(start, randomness: randomness.split(by: "weights")) { _ in true }
    }
  }

  /// The same, with start values as `prepare` leaves them.
  func specimen(
    _ depth: Int, of unit: Chain, at x: Tensor, prepare: (inout Network) -> Void
  ) throws(NetworkMistake) -> Specimen {
    var network = try Network(
      unit.repeated(depth), input: x.shape.example, randomness: randomness, memory: memory)
    prepare(&network)
    let program = try Program(network, input: x.shape, memory: memory)
    var run = Run(
      network, program: program, x: x, labels: [], phase: .training,
      randomness: randomness.split(by: "pass"))
    for _ in program.instructions { run.step() }
    return Specimen(run: run, links: unit.elements.count)
  }
}

/// A network of equal units and a forward pass through it.
struct Specimen {
  let run: Run
  /// Layers and blocks a unit.
  let links: Int

  /// What stands before the first unit, after it, …, after the last one.
  var values: [Tensor] { places.compactMap { run.values[$0] } }

  /// The registers there.
  private var places: [Int] {
    let program = run.program
    let registers = [0] + program.topLevel.compactMap { program.stretch($0)?.output }
    return stride(from: 0, to: registers.count, by: links).map { registers[$0] }
  }

  /// The gradients of ⟨dy, output⟩ at the same places, the statistics of the batch held constant
  /// or not.
  func gradients(from dy: Tensor, freezesStatistics: Bool = false) -> [Tensor] {
    let gradients = run.cotangents(of: dy, freezesStatistics: freezesStatistics)
    return places.compactMap { gradients[$0] }
  }

  /// The Jacobian of the whole network at its input, column after column.
  var jacobian: (entries: [Double], rows: Int, columns: Int)? {
    guard let map = Linearization(run, of: run.program.whole) else { return nil }
    var entries: [Double] = []
    var direction = Tensor.zeros(map.inputShape)
    for column in 0..<direction.count {
      direction[column] = 1
      entries += map.jvp(direction).values.map(Double.init)
      direction[column] = 0
    }
    return (entries, map.outputShape.count, map.inputShape.count)
  }

  /// ‖J‖_F² of the whole network at its input.
  var squaredJacobian: Double {
    jacobian.map { $0.entries.reduce(0) { $0 + $1 * $1 } } ?? .nan
  }

  /// The singular values of the Jacobian of the whole network, from the largest down.
  var singularValues: [Double] {
    jacobian.flatMap {
      SingularValues(of: $0.entries, rows: $0.rows, columns: $0.columns)?.values
    } ?? []
  }

  /// J u for the whole network.
  func stretched(_ u: Tensor) -> Tensor {
    Linearization(run, of: run.program.whole)?.jvp(u) ?? u
  }
}
