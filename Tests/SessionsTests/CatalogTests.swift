// What is declared is whole: verbs, layers and architectures as help shows them.

import Architectures
import Commands
import Grammars
import Layers
import Networks
import Renderers
import Reports
import Sessions
import Testing

@Suite struct CatalogTests {
  private static func isSentence(_ text: String) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    return (first.isUppercase || !first.isLetter) && last == "." && !text.contains("  ")
  }

  @Test func `every verb is there once and can be found`() {
    let verbs = library.commands.map { $0.signature.verb }
    #expect(Set(verbs).count == verbs.count)
    for verb in verbs { #expect(library.command(verb)?.signature.verb == verb) }
  }

  @Test(arguments: library.verbs.signatures)
  func `a signature explains itself`(signature: Signature) {
    #expect(Self.isSentence(signature.summary), "\(signature.summary)")
    #expect(signature.discussion.isEmpty || signature.discussion.hasSuffix("."))
    #expect(!signature.examples.isEmpty)
    for parameter in signature.operands + signature.options {
      #expect(!parameter.summary.isEmpty && !parameter.summary.hasSuffix("."), "\(parameter.name)")
    }
    let names = (signature.operands + signature.options).map(\.name)
    #expect(Set(names).count == names.count)
    // What repeats is last, and nothing that must be there follows what may be missing.
    #expect(signature.operands.dropLast().allSatisfy { !$0.repeats })
    for example in signature.examples {
      #expect(example.line.hasPrefix(signature.verb), "\(example.line)")
      #expect(!example.meaning.isEmpty)
    }
  }

  @Test func `the groups of help hold every command`() {
    let grouped = Signature.Group.allCases.flatMap { group in
      library.verbs.signatures.filter { $0.group == group }.map(\.verb)
    }
    #expect(grouped.count == library.commands.count)
    #expect(grouped == library.commands.map { $0.signature.verb }, "the catalog is in help's order")
  }

  @Test func `functions are named once and explained`() {
    let names = library.functions.map(\.name)
    #expect(Set(names).count == names.count)
    for function in library.functions {
      #expect(Self.isSentence(function.summary), "\(function.name): \(function.summary)")
    }
  }

  @Test(arguments: layerCatalog.map { $0.card })
  func `a layer's card is whole, and help shows all of it`(card: LayerCard) throws {
    for text in [card.name, card.formula, card.derivative, card.shapes, card.source] {
      #expect(!text.isEmpty)
    }
    #expect(Self.isSentence(card.summary), "\(card.summary)")
    for parameter in card.parameters { #expect(!parameter.summary.isEmpty) }
    var session = sitting()
    let cell = try #require(session.submit("help \(card.name)").first)
    guard case .report(let report) = cell.outcome else {
      Issue.record("\(cell.trouble ?? "")")
      return
    }
    let shown = TerminalRenderer(width: 200, color: .none, glyphs: .unicode, described: false)
      .render(report)
    for text in [card.summary, card.formula, card.derivative, card.shapes, card.source] {
      #expect(shown.contains(text), "\(text)")
    }
    for parameter in card.parameters { #expect(shown.contains(parameter.name)) }
  }

  @Test func `everything in help's lists has help of its own`() {
    let topics =
      library.verbs.names + layerNames + architectureCatalog.map(\.name)
      + library.functions.map(\.name) + ["layers", "architectures", "functions"]
    for topic in topics {
      var session = sitting()
      for cell in session.submit("help \(topic)") { #expect(cell.trouble == nil) }
    }
  }

  @Test(arguments: [80, 100])
  func `help fits on one page`(width: Int) throws {
    let page = 24
    var session = sitting()
    let cell = try #require(session.submit("help").first)
    guard case .report(let report) = cell.outcome else { return }
    let text = TerminalRenderer(width: width, color: .none, glyphs: .unicode, described: false)
      .render(report)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= page)
    #expect(lines.allSatisfy { $0.count <= width })
    for verb in library.verbs.names { #expect(text.contains(verb)) }
  }

  @Test(arguments: ["layers", "architectures", "functions"] + architectureCatalog.map(\.name))
  func `help's lists and texts need no more than 80 columns`(topic: String) throws {
    var session = sitting()
    let cell = try #require(session.submit("help \(topic)").first)
    guard case .report(let report) = cell.outcome else { return }
    func lines(_ width: Int) -> [Substring] {
      TerminalRenderer(width: width, color: .none, glyphs: .unicode, described: false)
        .render(report).split(separator: "\n").filter { !$0.hasPrefix("─") }
    }
    #expect(lines(80) == lines(200))
  }
}
