// jacobian, spectrum and ledger as they are typed.

import Renderers
import Reports
import Sessions
import Testing

/// Norms and spectra of Float32 products.
private let tolerance = 1e-4

private let start = """
  data shapes examples=40; batch 3; \
  net = conv(3, stride=4) -> residual(conv(3) -> bn -> relu) -> \
  residual(conv(4, stride=2), shortcut=conv(4, kernel=1, stride=2) -> bn) -> \
  concat(conv(2), identity) -> globalavgpool -> dense(10)
  """

@Suite struct InstrumentTests {
  @Test func `the spectrum's squares add up to what jacobian says`() throws {
    for name in ["residual1", "residual2.shortcut", "dense1", "network", "residual1.bn1"] {
      let values = try numbers(report("spectrum \(name)").data["values"])
      let layers = try report("jacobian \(name) precision=1e-6 tolerance=1e-6").data["layers"]
      let layer = try #require(list(layers).first)
      let frobenius = try number(layer["frobenius"])
      let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(norm - frobenius) <= tolerance * norm, "\(name)")
      let largest = try #require(values.first)
      #expect(abs(try number(layer["spectral"]) - largest) <= tolerance * largest, "\(name)")
      #expect(layer["exact"] == .boolean(true) && layer["name"] == .string(name))
    }
  }

  @Test func `each norm says how it was obtained`() throws {
    let layers = list(try report("jacobian conv1 dense1 globalavgpool1 residual1").data["layers"])
    #expect(
      layers.map { $0["method"] } == [
        .string("formula"), .string("formula"), .string("rows"), .string("hutchinson"),
      ])
    for layer in layers {
      let (low, value) = (try number(layer["frobenius_low"]), try number(layer["frobenius"]))
      let high = try number(layer["frobenius_high"])
      #expect(low <= value && value <= high)
      #expect((layer["exact"] == .boolean(true)) == (low == high))
    }
  }

  @Test func `the ledger of blocks goes way by way`() throws {
    let whole = try report("ledger")
    let product = list(whole.data["layers"]).reduce(1) { product, layer in
      product * ((try? number(layer["factor"])) ?? .nan)
    }
    let (from, to) = (try number(whole.data["start"]), try number(whole.data["end"]))
    #expect(abs(from * product - to) <= 1e-9 * to)
    let block = try #require(
      list(whole.data["layers"]).first { $0["name"] == .string("residual2") })
    let inside = list(try report("ledger residual2").data["inside"])
    #expect(
      inside.map { $0["name"] } == [.string("residual2.body"), .string("residual2.shortcut")])
    let ways = list(block["ways"])
    #expect(ways.map { $0["name"] } == [.string("skip"), .string("body")])
    for way in ways {
      let books = try #require(inside.first { $0["name"] == way["part"] })
      let (end, norm) = (try number(books["end"]), try number(way["norm"]))
      #expect(abs(end - norm) <= tolerance * norm)
    }
    let stretch = try report("ledger from=residual1 to=concat1")
    #expect(
      list(stretch.data["layers"]).map { $0["name"] } == [
        .string("concat1"), .string("residual2"), .string("residual1"),
      ])
    #expect(try report("ledger net").data == whole.data)
    #expect(try report("ledger network").data["layers"] == whole.data["layers"])
  }

  @Test(arguments: [
    (
      "jacobian from=residual1.bn1 to=residual1",
      "at residual1 something joins that does not come through residual1.bn1: there is no one "
        + "Jacobian"
    ),
    ("jacobian from=concat1 to=conv1", "nothing goes from concat1 to conv1"),
    (
      "jacobian conv1 from=residual1",
      "from= and to= name a stretch already, and conv1 another"
    ),
    ("spectrum residual2.shortcutt", "no layer 'residual2.shortcutt'"),
    (
      "spectrum residual1 example=0",
      "the examples of residual1 interact, so none has a block of its own"
    ),
    (
      "ledger from=conv1 to=residual1.bn1",
      "conv1 and residual1.bn1 do not stand in one chain, so no one gradient passes both"
    ),
  ])
  func `what has no answer is refused with its reason`(line: String, message: String) {
    var session = sitting()
    #expect(session.submit(start).troubles == [])
    guard case .problem(let problem)? = session.submit(line).first?.outcome else {
      Issue.record("\(line) was not refused")
      return
    }
    #expect(problem.message == message && problem.hint != nil && problem.place != nil)
  }

  @Test func `a spectrum says which examples it is of, and why there are no edges`() throws {
    var session = sitting()
    _ = session.submit("data digits; batch 1; net = mlp(2, 16); initialize orthogonal")
    func said(_ line: String) throws -> String {
      let cell = try #require(session.submit(line).last)
      guard case .report(let report) = cell.outcome else { return "\(cell.outcome)" }
      return TerminalRenderer(width: 400, color: .none, glyphs: .unicode, described: false)
        .render(report)
    }
    let one = try said("spectrum dense2")
    #expect(one.contains("decomposed by LAPACK. The batch is one example."))
    #expect(one.contains("No edges of Marchenko and Pastur are drawn"))
    #expect(one.contains("the weight is orthogonal up to rounding"))
    let three = try said("initialize he; batch 3; spectrum dense2")
    #expect(three.contains("the 3 blocks of all examples, taken together."))
    #expect(three.contains("Marchenko–Pastur, upper edge"))
  }

  // ---- How the numbers are come by

  private func report(_ line: String) throws -> Report {
    var session = sitting()
    #expect(session.submit(start).troubles == [])
    let cell = try #require(session.submit(line).first)
    guard case .report(let report) = cell.outcome else {
      Issue.record("\(cell.trouble ?? line)")
      return Report(kind: "")
    }
    return report
  }

  private func numbers(_ datum: Datum?) throws -> [Double] {
    try list(datum).map { try number($0) }
  }
}
