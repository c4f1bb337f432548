// correlation, paths, lesion, moments and activations as they are typed.

import Renderers
import Reports
import Sessions
import Testing

/// Sums of Float32 numbers in Float64.
private let tolerance = 1e-5

private let residual = """
  data shapes examples=60; batch 6; \
  net = conv(6) -> 3 * residual(bn -> relu -> conv(6)) -> globalavgpool -> dense(10); \
  initialize he; forward; backward
  """

@Suite struct PropagationTests {
  // MARK: - Correlation

  @Test func `a linear network gives every example the same gradient`() throws {
    let start = "data spirals; batch 8; net = 3 * dense(20) -> dense(3)"
    let layers = list(try report("correlation", after: start).data["layers"])
    #expect(layers.count == 4)
    for layer in layers {
      let cosine = try number(layer["gradients"]?["cosine"])
      #expect(abs(cosine - 1) < tolerance)
    }
    let line = try report("correlation line=16", after: start)
    let shared = numbers(line.data["autocorrelation"])
    #expect(shared.allSatisfy { $0.isNaN })
  }

  @Test func `differentiated statistics take away what all examples share`() throws {
    let start = """
      data spirals; batch 32; net = 3 * (dense(128) -> bn -> relu) -> dense(3); initialize he
      """
    func cosines(_ line: String) throws -> [Double] {
      try list(report(line, after: start).data["layers"]).map {
        try number($0["gradients"]?["cosine"])
      }
    }
    let (frozen, full) = (try cosines("correlation"), try cosines("correlation mode=full"))
    // From the last bn (place 7) down the mean gradient over the batch is 0: −1/(N − 1).
    #expect(abs(full[7] + 1.0 / 31) < 0.01)
    // Frozen: half of what is shared is lost a layer, law 40; signals from two numbers correlate.
    for (place, expected) in [(6, 0.5), (3, 0.25)] {
      #expect(abs(frozen[place] - expected) < 0.3 * expected, "\(frozen)")
    }
    // Above it nothing has gone through a bn yet.
    #expect(frozen[8] == full[8])
  }

  // MARK: - Paths

  @Test func `skip, branch and the cosine between them make the gradient's whole factor`() throws {
    var session = sitting()
    #expect(session.submit(residual).troubles == [])
    let blocks = list(try report("paths", in: &session).data["gains"])
    #expect(blocks.count == 3)
    for (index, below) in ["conv1", "residual1", "residual2"].enumerated() {
      let block = blocks[index]
      let (skip, branch) = (try number(block["skip"]), try number(block["branch"]))
      let cosine = try number(block["cosine"])
      let square: Double = skip * skip + branch * branch + 2 * skip * branch * cosine
      let inside = try value("norm(gradient(\(below)))", in: &session)
      let outside = try value("norm(gradient(residual\(index + 1)))", in: &session)
      let factor = inside / outside
      #expect(abs(square.squareRoot() - factor) < tolerance * factor)
      #expect(abs(skip - 1) < tolerance)
      let expected: Double = branch * branch / (skip * skip + branch * branch)
      let share = try number(block["share"])
      #expect(abs(share - expected) < tolerance)
    }
  }

  @Test func `a block whose branch gives nothing is only gone around`() throws {
    let start = residual + "; initialize zeros residual2.conv1; forward; backward"
    let data = try report("paths", after: start).data
    let shares = numbers(data["gradient"]?["shares"])
    #expect(shares.count == 4 && abs(shares.reduce(0, +) - 1) < tolerance)
    #expect(shares[3] == 0)
    #expect(list(data["gains"])[1]["branch"] == .number(0))
  }

  // MARK: - Lesions

  @Test func `a lesion's loss is that of the network without the block, and nothing is changed`()
    throws
  {
    var session = sitting()
    #expect(session.submit(residual).troubles == [])
    let before = session.workspace
    let data = try report("lesion", in: &session).data
    #expect(session.workspace == before)
    let (whole, loss) = (try number(data["loss"]), try value("loss()", in: &session))
    #expect(abs(whole - loss) < tolerance)
    #expect(
      data["skipped"] == .list([.string("conv1"), .string("globalavgpool1"), .string("dense1")]))
    for block in list(data["layers"]) {
      guard case .string(let name)? = block["name"] else { continue }
      var other = session
      #expect(other.submit("remove \(name); forward").troubles == [])
      let (found, expected) = (try number(block["loss"]), try value("loss()", in: &other))
      #expect(abs(found - expected) < tolerance)
    }
  }

  @Test func `of a block with a layer in its shortcut the shortcut stays`() throws {
    let start = """
      data shapes examples=60; batch 6; \
      net = conv(4) -> residual(conv(8), shortcut=conv(8, kernel=1)) -> globalavgpool -> dense(10); \
      forward
      """
    var session = sitting()
    #expect(session.submit(start).troubles == [])
    let blocks = list(try report("lesion", in: &session).data["layers"])
    #expect(blocks.map { $0["name"] } == [.string("residual1")])
    // The same with a branch that gives nothing.
    #expect(session.submit("initialize zeros residual1.conv1; forward").troubles == [])
    let (found, loss) = (try number(blocks[0]["loss"]), try value("loss()", in: &session))
    #expect(abs(found - loss) < tolerance)
  }

  // MARK: - Moments and activations

  @Test func `with batch norm the branch's share is one part in depth`() throws {
    let start = """
      data spirals; batch 64; net = dense(256) -> 6 * residual(bn -> relu -> dense(256)) -> dense(3); \
      initialize he
      """
    let data = try report("moments", after: start).data
    let blocks = list(data["blocks"])
    #expect(blocks.count == 6)
    let first = try number(blocks[0]["skip"])
    for (index, block) in blocks.enumerated() {
      // Every branch adds 1 to the mean square: law 36, a net of width 256.
      let (branch, share) = (try number(block["branch"]), try number(block["branch_share"]))
      #expect(abs(branch - 1) < 0.15)
      let expected = 1 / (first + Double(index) + 1)
      #expect(abs(share - expected) < 0.2 * expected)
      if index > 0 { #expect(block["skip"] == blocks[index - 1]["sum"]) }
    }
    let shares = try blocks.map { try number($0["branch_share"]) }
    let depth = try number(data["effective_depth"])
    #expect(abs(depth - shares.reduce(0, +)) < tolerance)
  }

  @Test func `networks without residual blocks are refused with a way on`() throws {
    for verb in ["paths", "moments"] {
      var session = sitting()
      session.submit("data shapes; batch 4; net = stack(3, 4)")
      let cell = try #require(session.submit(verb).first)
      guard case .problem(let problem) = cell.outcome else {
        Issue.record("\(verb) found blocks")
        continue
      }
      #expect(problem.message == "net has no residual blocks at its top level")
      let way = try #require(problem.hint).dropFirst("try: ".count)
      #expect(session.submit(String(way) + "; \(verb)").troubles == [])
    }
  }

  @Test func `a wide tanh is saturated, and a name of ten letters stands in full`() throws {
    let start = """
      data spirals; batch 16; net = dense(50) -> tanh -> dense(20) -> leakyrelu -> dense(3); \
      initialize normal std=100
      """
    let report = try report("activations", after: start)
    let layers = list(report.data["layers"])
    let saturated = try number(layers[1]["saturated"])
    #expect(saturated > 0.9)
    #expect(layers[3]["saturated"] == .null)
    let shown = TerminalRenderer(width: 80, color: .none, glyphs: .unicode, described: false)
      .render(report)
    #expect(shown.contains("leakyrelu1 "))
  }

  // MARK: - How the numbers are come by

  private func report(_ line: String, after start: String) throws -> Report {
    var session = sitting()
    #expect(session.submit(start).troubles == [])
    return try report(line, in: &session)
  }

  private func report(_ line: String, in session: inout Session) throws -> Report {
    let cell = try #require(session.submit(line).first)
    guard case .report(let report) = cell.outcome else {
      Issue.record("\(cell.trouble ?? line)")
      return Report(kind: "")
    }
    return report
  }

  private func value(_ expression: String, in session: inout Session) throws -> Double {
    try number(report(expression, in: &session).data["value"])
  }

  private func numbers(_ datum: Datum?) -> [Double] {
    list(datum).compactMap { datum in
      guard case .number(let number) = datum else { return nil }
      return number
    }
  }
}
