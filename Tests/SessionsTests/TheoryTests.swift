// theory as it is typed: how laws are spelled, and what they say of a live model.

import Grammars
import Reports
import Sessions
import Testing

@Suite struct TheoryTests {
  @Test func `a law answers to its name, with hyphens too, and to its number`() throws {
    let sizes = "width=20 depth=2 samples=4"
    let expected = try report("theory he_relu \(sizes)")
    #expect(expected.data["law"] == .string("he_relu"))
    for spelling in ["he-relu", "1", "\"he-relu\"", "He_ReLU"] {
      #expect(try report("theory \(spelling) \(sizes)") == expected, "\(spelling)")
    }
  }

  @Test func `the laws complete`() {
    let found = complete("theory shattering_r", in: sitting().vocabulary).candidates.map(\.text)
    #expect(found == ["shattering_residual", "shattering_residual_bn"])
  }

  // MARK: - Of a model

  private static let plain =
    "data digits examples=200; batch 64; net = mlp(5, 64); initialize he"
  private static let normed = """
    data digits examples=300; batch 256; net = mlp(5, 128, norm=batch); initialize he
    """

  /// Laws, and a model that each is about.
  static let models: [(law: String, start: String)] = [
    ("he_relu", plain),
    ("lecun_relu", "data digits; batch 16; net = mlp(5, 64); initialize lecun"),
    (
      "default_relu",
      """
      data digits; batch 16; net = flatten -> 4 * (dense(64, bias=false) -> relu) -> dense(10); \
      initialize standard
      """
    ),
    ("layer_jacobian", plain), ("marchenko_pastur", plain), ("spectral_edges", plain),
    ("spectral_edges", "data digits; batch 16; net = mlp(5, 64); initialize xavier"),
    ("bn_growth", normed),
    (
      "linear_bn_growth",
      "data digits; batch 16; net = flatten -> 5 * (dense(64) -> bn) -> dense(10)"
    ),
    (
      "residual_doubling",
      """
      data digits; batch 16; net = flatten -> dense(64) -> \
      6 * residual(relu -> dense(64)) -> dense(10); initialize he
      """
    ),
    (
      "residual_bn",
      """
      data digits; batch 32; net = flatten -> dense(64) -> \
      6 * residual(bn -> relu -> dense(64)) -> dense(10); initialize he
      """
    ),
    (
      "stochastic_depth",
      """
      data digits; batch 4; net = conv(2) -> decaying(12 * residual(conv(2))) -> globalavgpool \
      -> dense(10)
      """
    ),
  ]

  @Test(arguments: models, [1, 2, 3])
  func `a model as the law assumes it lies within the band`(
    model: (law: String, start: String), seed: Int
  ) throws {
    let found = try report("theory \(model.law) net", after: "seed \(seed); \(model.start)")
    #expect(found.data["model"] == .string("net") && found.data["law"] == .string(model.law))
    #expect(found.data["within"] == .boolean(true), "\(found.data["z"] ?? .null)")
    #expect(list(found.data["series"]).contains { !list($0["points"]).isEmpty })
  }

  @Test func `what is measured of a model is what other instruments measure`() throws {
    let jacobians = try column("theory layer_jacobian net", after: Self.plain)
    for (index, measured) in jacobians.enumerated() where index > 0 {
      let name = "from=dense\(index + 1) to=relu\(index + 1)"
      let other = try report("jacobian \(name) norm=gain precision=1e-6", after: Self.plain)
      let gain = try number(list(other.data["layers"]).first?["gain"])
      // gain² = ‖J‖²/inputs, and there are as many outputs as inputs.
      #expect(abs(measured - gain * gain) < 2e-3 * measured, "\(name)")
    }
    let largest = try column("theory spectral_edges net", after: Self.plain)
    let spectrum = try report("spectrum dense3", after: Self.plain)
    #expect(abs(largest[2] - (try number(spectrum.data["largest"]))) < 1e-5 * largest[2])
    let growth = try column("theory bn_growth net", after: Self.normed)
    let ratio = try report(
      "norm(gradient(relu1)) / norm(gradient(relu5))", after: Self.normed + "; forward; backward")
    #expect(abs(try #require(growth.last) - (try number(ratio.data["value"]))) < 1e-5)
  }

  @Test func `a small batch lies outside the band of a law of large ones`() throws {
    let start = "data digits; batch 6; net = mlp(12, 128, norm=batch); initialize he"
    let found = try report("theory bn_growth net", after: start)
    let points = list(list(found.data["series"]).first?["points"])
    #expect(try number(points.last?["measured"]) > number(points.last?["predicted"]))
    #expect(found.data["within"] == .boolean(false))
  }

  @Test func `asking a law changes nothing, and one seed gives the same bits`() throws {
    var session = sitting()
    #expect(session.submit(Self.plain).troubles == [])
    let before = session.workspace.models
    let first = session.submit("theory he_relu net").first?.outcome
    #expect(session.workspace.models == before)
    #expect(session.submit("theory he_relu net").first?.outcome == first)
  }

  // MARK: - Reading reports

  private func column(_ line: String, after start: String) throws -> [Double] {
    let series = list(try report(line, after: start).data["series"]).first
    return try list(series?["points"]).map { try number($0["measured"]) }
  }

  private func report(_ line: String, after start: String = "") throws -> Report {
    var session = sitting()
    #expect(session.submit(start).troubles == [])
    let cell = try #require(session.submit(line).first)
    guard case .report(let report) = cell.outcome else {
      Issue.record("\(cell.trouble ?? line)")
      return Report(kind: "")
    }
    return report
  }
}
