// A script that measures the laws, run by the program as anybody would.

import Foundation
import Testing

/// A simulation of the same experiment in NumPy, relative: the spread over networks.
private let simulated = 0.04

@Suite struct TheoryTests {
  private struct Measured {
    let report: [String: Any]
    var isWithin: Bool { report["within"] as? Bool ?? false }

    /// The numbers of a column of one series.
    func values(_ column: String = "measured", series: Int = 0) -> [Double] {
      let all = report["series"] as? [[String: Any]] ?? []
      guard series < all.count else { return [] }
      return (all[series]["points"] as? [[String: Any]] ?? []).compactMap {
        $0[column] as? Double
      }
    }
  }

  private func measured() throws -> [Measured] {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("laws.fathom")
    let run = try FinishedProgram(["run", "--json", script.path])
    #expect(run.status == 0)
    return try run.lines.compactMap { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let report = object?["report"] as? [String: Any]
      guard report?["kind"] as? String == "theory" else { return nil }
      return (report?["data"] as? [String: Any]).map { Measured(report: $0) }
    }
  }

  @Test func `one script reproduces the laws of the literature`() throws {
    let found = try measured()
    try #require(found.count == 10)
    // ‖J‖_F² = n, within three standard errors of 100 networks
    #expect(abs(found[0].values()[0] - 128) < 3 * (132.0 / 100).squareRoot())
    #expect(found[0].isWithin)
    // half of the singular values 0, the others from √2 − 1 to √2 + 1 (NumPy: 0.456 and 2.361)
    let spectrum = found[1].values()
    #expect(spectrum[0] > 2.0.squareRoot() - 1 && spectrum[20] < 2.0.squareRoot() + 1)
    #expect(abs(spectrum[20] - 2.361) < simulated * 2.361)
    #expect(abs(found[1].values(series: 1)[0] - 0.5) < simulated)
    // the growth of ‖∇‖² a layer: 1.4669 for B → ∞; NumPy: 1.471, 1.529, 1.784
    let growth = found[2...5].map { pow($0.values()[10], 0.2) }
    for (value, expected) in zip(growth, [1.4669, 1.471, 1.529, 1.784]) {
      #expect(abs(value - expected) < simulated * expected, "\(growth)")
    }
    #expect(zip(growth, growth.dropFirst()).allSatisfy { $0 < $1 }, "\(growth)")
    #expect(found[2].isWithin)
    #expect(!found[5].isWithin)
    // 2^(−k); NumPy: .490 .243 .060 .0151 after 1, 2, 4, 6 layers
    let normalized = found[6].values()
    for (layers, expected) in [(1, 0.5), (2, 0.25), (4, 0.0625)] {
      #expect(abs(normalized[layers] - expected) < 3 * simulated * expected, "\(normalized)")
    }
    // without batch norm far more is shared after 6 layers than 2^(−6), at the end of 10 Π(1 − θ/π)
    let plain = found[7].values()
    #expect(plain[6] > 10 * normalized[6])
    #expect(abs(plain[10] - 0.034) < 0.01)
    #expect(found[6].isWithin && found[7].isWithin)
    // residual nets with batch norm: a power of depth, steeper than 1/√L
    let slope = log(found[9].values()[40] / found[8].values()[10]) / log(4)
    #expect(slope < -0.4 && slope > -0.9, "\(slope)")
  }
}
