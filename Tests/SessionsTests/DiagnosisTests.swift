// Every rule of `diagnose` fires where it should, and none on networks that are well.

import Datasets
import Probes
import Renderers
import Reports
import Sessions
import Tensors
import Testing

@Suite struct DiagnosisTests {
  private static let start = "data digits examples=64; batch 32; "

  /// Files with batches that are not as they should be.
  private static let files = [
    "contradicting.csv": [UInt8]("1,2,0\n1,2,1\n3,4,2\n".utf8),
    "constant.csv": [UInt8]("1,2,0\n1,2,1\n1,2,2\n".utf8),
    "unscaled.npz":
      (try? encode(npz: [
        ("x", NumericArray(Randomness(seed: 1).normal([8, 4]).map { 200 + 60 * $0 })),
        ("y", NumericArray([0, 1, 2, 0, 1, 2, 0, 1])),
      ])) ?? [],
  ]

  /// The names of the rules that fire after `statements`.
  private func rules(after statements: String, _ thresholds: String = "") -> [String] {
    findings(after: statements, thresholds).compactMap { finding in
      guard case .string(let rule)? = finding["rule"] else { return nil }
      return rule
    }
  }

  private func findings(after statements: String, _ thresholds: String) -> [Datum] {
    var session = seat(in: MemoryHost(files: Self.files))
    let cells = session.submit(Self.start + statements + "; diagnose \(thresholds)")
    guard case .report(let report)? = cells.last?.outcome,
      case .list(let findings)? = report.data["findings"]
    else {
      Issue.record("'\(statements)' fails: \(cells.map { $0.outcome })")
      return []
    }
    return findings
  }

  /// One network for each rule of the catalog.
  private static let ill: [(rule: String, statements: String)] = [
    ("contradicting-labels", "data \"contradicting.csv\"; batch 3; net = dense(3)"),
    ("constant-input", "data \"constant.csv\"; batch 3; net = dense(3)"),
    ("unscaled-input", "load batch \"unscaled.npz\"; net = dense(3)"),
    ("input-ignored", "net = flatten -> 12 * (dense(32) -> sigmoid) -> dense(10)"),
    (
      "symmetric-units",
      "net = flatten -> dense(16) -> relu -> dense(10); initialize constant value=0.1 dense1"
    ),
    (
      "dead-units",
      "net = flatten -> dense(16) -> relu -> dense(16) -> relu -> dense(10); "
        + "initialize constant value=-1 dense2"
    ),
    (
      "saturated-units",
      "net = flatten -> dense(16) -> tanh -> dense(10); initialize normal std=2 dense1"
    ),
    ("vanishing-gradient", "net = flatten -> 12 * (dense(32) -> sigmoid) -> dense(10)"),
    (
      "exploding-gradient",
      "net = flatten -> 40 * (dense(32) -> bn -> relu) -> dense(10); initialize he"
    ),
    ("softmax-before-loss", "net = flatten -> dense(10) -> softmax"),
    ("bounded-scores", "net = flatten -> dense(10) -> relu"),
    ("no-nonlinearity", "net = flatten -> dense(16) -> dense(10)"),
    ("large-loss", "net = flatten -> dense(10); initialize normal std=1"),
    ("large-step", "net = flatten -> dense(16) -> relu -> dense(10); optimizer adam rate=1"),
    ("tiny-step", "net = flatten -> dense(16) -> relu -> dense(10); optimizer adam rate=1e-9"),
    ("idle-bias", "net = flatten -> dense(16) -> bn -> relu -> dense(10)"),
  ]

  @Test func `every rule has a network that it is tried on`() {
    #expect(Set(Self.ill.map(\.rule)) == Set(ruleCatalog.map(\.name)))
  }

  @Test(arguments: ill)
  func `a rule fires where it should`(rule: String, statements: String) {
    #expect(rules(after: statements).contains(rule))
  }

  @Test(arguments: [
    "net = flatten -> dense(64) -> relu -> dense(10)",
    "net = lenet()", "net = stack(8, 8, norm=batch, skip=true)", "net = resnet(8)",
    "net = mlp(depth=4, width=32, activation=tanh); initialize xavier",
    "net = flatten -> 8 * (dense(64) -> relu) -> dense(10); initialize he",
    "net = flatten -> dense(64) -> relu -> dropout(0.9) -> dense(10)",
    "net = flatten -> dense(64) -> relu -> dense(10); train steps=40",
  ])
  func `no rule fires on a network that is well`(statements: String) {
    #expect(rules(after: statements).filter { $0 != "idle-bias" } == [])
  }

  /// For each threshold a value at which its rule does not find its network ill.
  private static let lenient: [(threshold: String, rule: String, value: String)] = [
    ("unscaled", "unscaled-input", "1e6"), ("ignored", "input-ignored", "0"),
    ("dead", "dead-units", "1"), ("saturated", "saturated-units", "1"),
    ("flat", "saturated-units", "1000"), ("vanishing", "vanishing-gradient", "0"),
    ("exploding", "exploding-gradient", "1e30"), ("largeloss", "large-loss", "1000"),
    ("largestep", "large-step", "1e6"), ("tinystep", "tiny-step", "0"), ("idle", "idle-bias", "0"),
  ]

  @Test func `every threshold is tried`() {
    let names = ruleCatalog.flatMap(\.thresholds).map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Self.lenient.map(\.threshold) == names)
  }

  @Test(arguments: lenient)
  func `a threshold decides, and the verdict tells it`(
    threshold: String, rule: String, value: String
  ) throws {
    let ill = try #require(Self.ill.first { $0.rule == rule }).statements
    #expect(!rules(after: ill, "\(threshold)=\(value)").contains(rule))
    let finding = try #require(findings(after: ill, "").first { $0["rule"] == .string(rule) })
    let standard = ruleCatalog.flatMap(\.thresholds).first { $0.name == threshold }?.standard
    #expect(finding["thresholds"]?[threshold] == standard.map { .number($0) })
  }

  @Test func `a stricter threshold finds more, and is shown`() throws {
    var session = sitting()
    let cell = try #require(
      session.submit(
        "data digits examples=64; batch 32; net = lenet(); diagnose largestep=0.01"
      ).last)
    guard case .report(let report) = cell.outcome else {
      Issue.record("\(cell.outcome)")
      return
    }
    let text = TerminalRenderer(width: 400, color: .none, glyphs: .unicode, described: false)
      .render(report)
    #expect(text.contains("(threshold largestep=0.01, ‖Δw‖/‖w‖)"), "\(text)")
  }

  @Test func `what is compared are weights, not the scales of a norm over images`() throws {
    let norms = "net = layernorm -> conv(4) -> layernorm -> relu -> globalavgpool -> dense(10)"
    var session = sitting()
    let cells = session.submit(Self.start + norms + "; forward; backward; diagnose published=true")
    guard case .report(let report)? = cells.last?.outcome,
      case .list(let detectors)? = report.data["detectors"],
      case .number(let ratio)? = detectors.first?["value"]
    else {
      Issue.record("\(cells.map { $0.outcome })")
      return
    }
    let claim = "norm(gradient(conv1.weight)) / norm(gradient(dense1.weight))"
    let cell = session.submit("expect abs(\(claim) - \(ratio)) < 1e-6 * \(ratio)").last
    #expect(cell?.trouble == nil)
    #expect(session.submit("expect depth(net) == 2").last?.trouble == nil)
  }
}
