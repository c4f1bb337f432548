// Every law within its band, and every prediction against numbers found elsewhere.

import Networks
import Tensors
import Testing
import Theory

private let plenty = 1 << 32

@Suite struct LawTests {
  @Test(arguments: lawCatalog.map(\.name))
  func `a law holds at its standard sizes`(name: String) throws {
    let law = try #require(law(named: name))
    let found = try #require(
      try Confrontation(
        law, law.standard, randomness: Randomness(seed: 0).split(by: name), memory: plenty
      ) { _ in true })
    let worst = try #require(found.worst)
    #expect(found.isWithin, "\(worst)")
  }
}
