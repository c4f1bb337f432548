// Path lengths: binomial numbers of ways, and the shares that unequal branches make of them.

import Probes
import Testing

/// Sums of products in Float64.
private let tolerance = 1e-12

private func lengths(_ branches: [Double], skip: Double = 1) -> PathLengths {
  PathLengths(
    blocks: branches.map { .init(name: "block", skip: skip, branch: $0, cosine: 0) })
}

@Suite struct PathLengthTests {
  @Test func `54 equal blocks have 27 branches in the mean, 98 percent of the ways 19 to 35`() {
    let shares = lengths(Array(repeating: 1, count: 54)).byNumber
    #expect(shares.count == 55)
    #expect(abs(PathLengths.mean(shares) - 27) < tolerance)
    // Veit, Wilber and Belongie 2016 say "more than 95 %"; exactly it is 0.980.
    #expect(abs(shares[19...35].reduce(0, +) - 0.980) < 5e-4)
    var variance = 0.0
    for (length, share) in shares.enumerated() {
      variance += (Double(length) - 27) * (Double(length) - 27) * share
    }
    #expect(abs(variance - 54.0 / 4) < 1e-9)
  }

  @Test func `shares are those of all ways counted one by one`() {
    let branches = [0.3, 1.7, 0.9, 0, 2.5, 1.1]
    let found = lengths(branches, skip: 0.8).byGradient
    var counted = [Double](repeating: 0, count: branches.count + 1)
    for way in 0..<(1 << branches.count) {
      var (weight, length) = (1.0, 0)
      for (block, branch) in branches.enumerated() {
        let isTaken = way >> block & 1 == 1
        weight *= isTaken ? branch * branch : 0.8 * 0.8
        length += isTaken ? 1 : 0
      }
      counted[length] += weight
    }
    let total = counted.reduce(0, +)
    for (share, count) in zip(found, counted) { #expect(abs(share - count / total) < tolerance) }
    #expect(abs(found.reduce(0, +) - 1) < tolerance)
    let mean = branches.map { $0 * $0 / ($0 * $0 + 0.64) }.reduce(0, +)
    #expect(abs(PathLengths.mean(found) - mean) < tolerance)
  }

  @Test func `an interval leaves no more than half of the rest at either end`() throws {
    let shares = lengths(Array(repeating: 1, count: 16)).byNumber
    let found = try #require(PathLengths.interval(of: shares, leaving: 0.05))
    #expect(found.lengths == 4...12)
    #expect(shares[..<4].reduce(0, +) <= 0.025 && shares[...4].reduce(0, +) > 0.025)
    #expect(abs(found.held - shares[4...12].reduce(0, +)) < tolerance)
    let one = try #require(PathLengths.interval(of: [0, 1, 0], leaving: 0.05))
    #expect(one.lengths == 1...1 && one.held == 1)
    #expect(PathLengths.interval(of: [1], leaving: 0.05)?.lengths == 0...0)
    #expect(PathLengths.interval(of: [.nan, .nan], leaving: 0.05) == nil)
  }

  @Test func `branches without gain leave only the way around all of them`() {
    #expect(lengths([0, 0, 0]).byGradient == [1, 0, 0, 0])
    #expect(lengths([]).byGradient == [1])
  }
}
