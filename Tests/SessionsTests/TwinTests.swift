// Small networks driven as a user would drive them, against PyTorch in float64.

import Datasets
import Networks
import Reports
import Sessions
import Tensors
import Testing

/// Float32 through a few layers, relative to a tensor's largest number.
private let activationTolerance = 2e-5
/// Gradients lose a digit more, under batch norm of a handful of numbers especially.
private let gradientTolerance = 1e-4
/// … and sums that cancel cannot do better than this share of what is summed.
private let cancellation = 1e-6
/// What the program promises of its estimates unless it is told otherwise.
private let normTolerance = 5e-3

@Suite("Twins") struct TwinTests {
  @Test func `the golden networks are there`() { #expect(GoldenNetwork.all.count == 19) }

  @Test(arguments: GoldenNetwork.all)
  func `every number agrees with PyTorch`(golden: GoldenNetwork) throws {
    let host = try golden.host()
    var session = sitting(host)
    func submit(_ statement: String) throws -> Report {
      let cell = try #require(session.submit(statement).first)
      guard case .report(let report) = cell.outcome else {
        throw Failure(statement: statement, trouble: cell.trouble ?? "")
      }
      return report
    }
    _ = try submit("load batch \"batch.npz\"")
    _ = try submit("net = \(golden.notation)")
    _ = try submit("load weights \"weights.safetensors\"")
    for pass in golden.passes {
      _ = try submit("mode \(pass.mode)")
      let forward = try submit("forward")
      expect(forward.data["loss"], near: pass.loss, gradientTolerance, "loss")
      _ = try submit("backward")
      for what in ["activations", "gradients", "weights"] {
        _ = try submit("save \(what) \"\(what).safetensors\"")
      }
      check(pass.activations, try saved("activations", host))
      check(pass.gradients, try saved("gradients", host), gradientTolerance)
      let weights = try saved("weights", host)
      #expect(weights.map(\.name) == golden.weights.map(\.name))
      let moved = weights.filter { $0.name.contains(".running_") }
      check(pass.statistics, moved, activationTolerance)
      check(pass.jacobians, try submit("jacobian norm=all"))
    }
  }

  @Test(arguments: GoldenNetwork.all)
  func `a network is written as it could be typed`(golden: GoldenNetwork) throws {
    var session = sitting(try golden.host())
    for statement in ["load batch \"batch.npz\"", "a = \(golden.notation)"] {
      for cell in session.submit(statement) { #expect(cell.trouble == nil) }
    }
    let notation = try #require(session.workspace.models.first?.network.chain.notation)
    for cell in session.submit("b = \(notation)") { #expect(cell.trouble == nil) }
    let models = session.workspace.models
    #expect(models.count == 2 && models[0].network.names == models[1].network.names)
    #expect(models[1].network.chain.notation == notation)
    #expect(models[0].network.parameters == models[1].network.parameters)
  }

  private func saved(
    _ what: String, _ host: MemoryHost
  ) throws -> [(name: String, tensor: Tensor)] {
    let file = "\(what).safetensors"
    return try decode(safetensors: try host.read(file), path: file)
      .map { ($0.name, $0.array.tensor) }
  }

  private func check(
    _ expected: [GoldenNetwork.Activation], _ found: [(name: String, tensor: Tensor)]
  ) {
    #expect(found.map(\.name) == expected.map(\.name))
    for (expected, found) in zip(expected, found) {
      #expect(found.tensor.shape.extents == expected.shape, "\(found.name)")
      expect(.number(found.tensor.norm), near: expected.norm, activationTolerance, found.name)
      let values = found.tensor.values
      let largest = values.map { Double(abs($0)) }.max() ?? 0
      for (index, sample) in expected.samples.enumerated() {
        let difference = abs(Double(values[index * expected.step]) - sample)
        #expect(difference <= activationTolerance * largest, "\(found.name)")
      }
    }
  }

  private func check(
    _ expected: [GoldenNetwork.NamedNumbers], _ found: [(name: String, tensor: Tensor)],
    _ tolerance: Double
  ) {
    #expect(found.map(\.name) == expected.map(\.name))
    for (expected, found) in zip(expected, found) {
      #expect(found.tensor.shape.extents == expected.shape, "\(found.name)")
      let largest = expected.values.map(abs).max() ?? 0
      let allowed = max(tolerance * largest, cancellation * (expected.scale ?? 1))
      let gap = zip(found.tensor.values, expected.values).map { abs(Double($0) - $1) }.max() ?? 0
      #expect(gap <= allowed, "\(found.name): \(gap) of \(largest)")
    }
  }

  private func check(_ expected: [GoldenNetwork.Norms], _ report: Report) {
    guard case .list(let found)? = report.data["layers"] else {
      Issue.record("there are no layers in \(report.data)")
      return
    }
    #expect(found.map { $0["name"] } == expected.map { .string($0.name) })
    for (expected, found) in zip(expected, found) {
      expect(found["spectral"], near: expected.spectral, normTolerance, expected.name)
      expect(found["frobenius"], near: expected.frobenius, normTolerance, expected.name)
      let gain = expected.frobenius / Double(expected.inputs).squareRoot()
      expect(found["gain"], near: gain, normTolerance, expected.name)
    }
  }

  private func expect(_ found: Datum?, near expected: Double, _ tolerance: Double, _ what: String) {
    guard case .number(let number)? = found else {
      Issue.record("\(what) is no number")
      return
    }
    #expect(abs(number - expected) <= tolerance * abs(expected), "\(what): \(number), \(expected)")
  }
}

/// A statement that should have succeeded.
private struct Failure: Error {
  let statement: String
  let trouble: String
}
