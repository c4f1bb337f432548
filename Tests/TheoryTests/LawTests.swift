// Every law within its band, a wrong assumption outside of it, and the same numbers from one seed.

import Kernels
import Networks
import Tensors
import Testing
import Theory

/// The memory that the laws' networks may take.
private let plenty = 1 << 32

private func confronted(
  _ law: Law, seed: UInt64 = 0, _ change: (inout Law.Setting) -> Void = { _ in }
) throws -> Confrontation {
  var setting = law.standard
  change(&setting)
  return try #require(
    try Confrontation(
      law, setting, randomness: Randomness(seed: seed).split(by: law.name), memory: plenty
    ) { _ in true })
}

extension Law: CustomTestStringConvertible {
  public var testDescription: String { name }
}

@Suite struct LawTests {
  @Test(arguments: lawCatalog)
  func `a law holds at its standard sizes`(law: Law) throws {
    let found = try confronted(law, seed: 3)
    let worst = try #require(found.worst)
    #expect(found.isWithin, "\(worst)")
    for series in found.series {
      #expect(!series.points.isEmpty)
      #expect(series.points.allSatisfy { $0.measured.isFinite && $0.low <= $0.high })
    }
  }

  @Test func `small batches do not obey the law of large ones`() throws {
    let found = try confronted(.batchNormGrowth) { $0.batch = 8 }
    #expect(!found.isWithin)
    let last = try #require(found.series[0].points.last)
    #expect(last.z > 5 && last.measured > last.high)
  }

  @Test func `start values of another law are found out`() throws {
    // What He's start values are held to, measured with LeCun's.
    var wrong = Law.heReLU
    wrong.measure = Law.lecunReLU.measure
    #expect(try confronted(wrong).isWithin == false)
  }

  @Test(arguments: [Law.heReLU, .batchNormGrowth, .marchenkoPastur, .stochasticDepth])
  func `one seed gives the same bits on one thread and on many, another seed others`(
    law: Law
  ) throws {
    func sizes(_ setting: inout Law.Setting) { setting.samples = 4 }
    let first = try confronted(law, seed: 5, sizes)
    let threads = Threads.count
    Threads.count = threads == 1 ? 2 : 1
    defer { Threads.count = 0 }
    #expect(try confronted(law, seed: 5, sizes) == first)
    #expect(try confronted(law, seed: 6, sizes) != first)
  }

  @Test func `a measurement can be stopped between samples`() throws {
    var asked = 0
    let found = try Confrontation(
      .heReLU, Law.heReLU.standard, randomness: Randomness(seed: 0), memory: plenty
    ) { share in
      asked += 1
      return share < 0.1
    }
    #expect(found == nil)
    #expect(asked == 21)
  }

  @Test func `too little memory is a mistake, not a trap`() {
    #expect(throws: NetworkMistake.self) {
      _ = try Confrontation(
        .heReLU, Law.heReLU.standard, randomness: Randomness(seed: 0), memory: 1000
      ) { _ in true }
    }
  }
}

@Suite struct LawCatalogTests {
  @Test func `names and numbers are there once`() {
    #expect(Set(lawCatalog.map(\.name)).count == lawCatalog.count)
    #expect(Set(lawCatalog.map(\.number)).count == lawCatalog.count)
    let promised = Array(1...5) + [9] + Array(16...24) + [31, 32, 35, 36] + Array(40...43) + [48]
    #expect(Set(lawCatalog.map(\.number)) == Set(promised))
  }

  @Test(arguments: lawCatalog)
  func `a law is found by its name, with hyphens too, and by its number`(found: Law) {
    for name in [found.name, found.name.replacing("_", with: "-"), String(found.number)] {
      #expect(law(named: name)?.name == found.name)
    }
  }

  @Test(arguments: lawCatalog)
  func `a law explains itself in a line of 80 columns`(law: Law) throws {
    // Its number and its name stand before it.
    let margin = 4 + (lawCatalog.map(\.name.count).max() ?? 0) + 2
    #expect(margin + law.summary.count <= 80, "\(law.summary)")
    #expect(law.summary.hasSuffix("."))
    #expect(!law.formula.isEmpty && !law.source.isEmpty && !law.band.words.isEmpty)
    for parameter in law.parameters {
      #expect(parameter.range.contains(parameter.standard))
      // A spread needs samples to be known from.
      #expect(
        parameter.quantity != .samples || parameter.range.lowerBound >= 4 || law.band != .spread)
    }
  }

  @Test(arguments: lawCatalog)
  func `a law can be asked at its smallest sizes`(law: Law) throws {
    var smallest = law.standard
    for parameter in law.parameters { smallest[parameter.quantity] = parameter.range.lowerBound }
    let found = try confronted(law) { $0 = smallest }
    #expect(found.series.count == law.predict(smallest).count)
  }
}
