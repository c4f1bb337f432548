// Parts of networks by name, and what does and does not enclose a stretch.

import Layers
import Networks
import Tensors
import Testing

@Suite struct StretchTests {
  @Test(arguments: 1...20)
  func `every part is one map, and a block's maps are made of its parts'`(seed: Int) throws {
    var pass = try run(randomNetwork(seed), seed: seed)
    pass.finish()
    for part in pass.program.parts {
      let map = try #require(Linearization(pass, of: part.stretch))
      let dx = Randomness(seed: 1).normal(map.inputShape)
      // A chain is its elements one after the other.
      let steps = try part.elements.reduce(dx) { dx, name in
        let stretch = try #require(pass.program.stretch(name))
        return try #require(Linearization(pass, of: stretch)).jvp(dx)
      }
      #expect(map.jvp(dx) == steps, "\(part.stretch.name)")
    }
    for stretch in pass.program.stretches {
      let parts = pass.program.parts(of: stretch.name)
      guard !parts.isEmpty else { continue }
      let arriving = try parts.map { part in
        let dy = try #require(pass.gradient(into: part))
        return try #require(Linearization(pass, of: part.stretch)).vjp(dy)
      }
      let sum = arriving.dropFirst().reduce(arriving[0]) { $0 + $1 }
      let whole = try #require(pass.gradient(through: stretch))
      #expect((sum - whole).norm <= 1e-5 * whole.norm + 1e-12, "\(stretch.name)")
    }
  }

  @Test func `a stretch holds all that its end depends on`() throws {
    let body = try conv(3) + layer(BatchNorm.self) + layer(ReLU.self)
    let chain =
      try conv(3) + Chain([.residual(body: body, shortcut: conv(3, kernel: 1))])
      + Chain([.concat([conv(2) + layer(ReLU.self), conv(1)])]) + layer(GlobalAveragePooling.self)
    let network = try Network(
      chain, input: [3, 6, 6], randomness: Randomness(seed: 1), memory: plenty)
    let program = try Program(network, input: [2, 3, 6, 6], memory: plenty)
    #expect(
      program.stretchNames.filter { program.part($0) != nil } == [
        "residual1.body", "residual1.shortcut", "concat1.branch1", "concat1.branch2", "network",
      ])
    for (from, to) in [
      ("conv1", "conv1"), ("conv1", "concat1"), ("conv1", "residual1.bn1"),
      ("residual1.conv1", "residual1.relu1"), ("residual1.body", "residual1.body"),
      ("conv1", "residual1.shortcut"), ("concat1", "globalavgpool1"),
    ] {
      let stretch = try program.stretch(from: from, to: to)
      #expect(stretch.input == program.anyStretch(from)?.input)
      #expect(stretch.output == program.anyStretch(to)?.output)
    }
    let refused: [(String, String, Program.StretchMistake)] = [
      ("nothing1", "conv1", .unknown("nothing1")),
      ("concat1", "conv1", .apart(from: "concat1", to: "conv1")),
      (
        "residual1.conv1", "residual1.shortcut",
        .apart(from: "residual1.conv1", to: "residual1.shortcut")
      ),
      (
        "residual1.bn1", "residual1",
        .joined(from: "residual1.bn1", layer: "residual1.shortcut.conv1")
      ),
      ("concat1.branch2", "concat1", .joined(from: "concat1.branch2", layer: "concat1")),
    ]
    for (from, to, mistake) in refused {
      #expect(throws: mistake) { try program.stretch(from: from, to: to) }
    }
  }
}
