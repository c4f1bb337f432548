// What arranges layers, and what belongs to layers since lately: helped and completed everywhere.

import Architectures
import Grammars
import Networks
import Renderers
import Reports
import Sessions
import Testing

extension BlockCard: CustomTestStringConvertible {
  public var testDescription: String { name }
}

@Suite struct BlockTests {
  private static let start = "data shapes examples=20; batch 4; net = conv(4) -> relu"

  private func help(_ topic: String) throws -> String {
    var session = sitting()
    let cell = try #require(session.submit("help \(topic)").last)
    guard case .report(let report) = cell.outcome else { return "\(cell.trouble ?? "")" }
    return TerminalRenderer(width: 200, color: .none, glyphs: .unicode, described: false)
      .render(report)
  }

  private func completed(_ text: String) -> [String] {
    var session = sitting()
    session.submit(Self.start)
    return complete(text, in: session.vocabulary).candidates.map(\.text)
  }

  @Test(arguments: blockCatalog)
  func `a block's card is whole, its example works, and help shows all of it`(card: BlockCard)
    throws
  {
    let text = try help(card.name)
    #expect(text.contains(card.usage) && text.contains(card.summary) && text.contains(card.example))
    for argument in card.arguments {
      #expect(text.contains(argument.parameter.summary))
    }
    var session = sitting()
    #expect(session.submit(Self.start + "; " + card.example + "; forward").troubles == [])
  }

  @Test(arguments: blockCatalog)
  func `each argument of a block is known by its name, and no other`(card: BlockCard) {
    for argument in card.arguments {
      let name = argument.parameter.name
      #expect(completed("net = \(card.name)(conv(4), \(name.prefix(3))").contains(name + "="))
    }
    #expect(completed("net = \(card.name.prefix(4))").contains(card.name))
  }

  @Test func `the defaults of blocks are what their cards say`() {
    for call in [
      "residual(conv(3))", "residual(conv(3), shortcut=identity, survival=1)",
    ] {
      var session = sitting()
      #expect(
        session.submit("data shapes; batch 4; net = \(call) -> globalavgpool -> dense(10)").troubles
          == [])
      #expect(
        session.workspace.models.first?.network.chain.notation
          == "residual(conv(3)) -> globalavgpool -> dense(10)")
    }
    var (session, other) = (sitting(), sitting())
    let head = "data shapes; batch 4; net = decaying(2 * residual(conv(3))"
    let tail = ") -> globalavgpool -> dense(10)"
    #expect(session.submit(head + tail).troubles == [])
    #expect(other.submit(head + ", survival=0.5, scaling=evaluation" + tail).troubles == [])
    let notation = session.workspace.models.first?.network.chain.notation
    #expect(notation?.contains("survival=0.75") == true)
    #expect(notation == other.workspace.models.first?.network.chain.notation)
  }

  @Test(arguments: [
    ("net = residual(conv(4), scaling=t", ["training"]),
    ("net = decaying(net, scaling=", ["evaluation", "training"]),
    ("net = conv(4, conn", ["connections="]), ("net = gate(0.5, scali", ["scaling="]),
    ("loss m", ["mse"]), ("loss cross", ["crossentropy"]), ("initialize looks", ["lookslinear"]),
    ("net = ga", ["gate"]), ("diagnose dea", ["dead="]), ("theory he", ["he_relu"]),
  ])
  func `what was added completes`(text: String, expected: [String]) {
    #expect(completed(text) == expected, "\(text)")
  }

  @Test func `what was added has a word of help`() throws {
    #expect(try help("conv").contains("connections"))
    #expect(try help("gate").contains("scaling"))
    #expect(try help("initialize").contains("lookslinear"))
    #expect(try help("loss").contains("loss crossentropy smoothing=0.1"))
  }
}
