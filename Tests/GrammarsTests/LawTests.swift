// Laws of the language: the round trip, refusals within the text, and any text whatever.

import Grammars
import Reports
import Testing

private func isWithin(_ problem: Problem, _ text: String) -> Bool {
  guard let place = problem.place else { return false }
  return place.column >= 1 && place.length >= 1
    && place.column + place.length - 1 <= max(1, text.count)
}

@Suite struct LawTests {
  @Test(arguments: 0..<40)
  func `the text of an expression parses to the same expression`(seed: UInt64) throws {
    var generator = Generator(seed: seed)
    for _ in 0..<50 {
      let expression = generator.expression(depth: 4)
      let text = expression.text
      let parsed = try #require(try? parseExpression(text), "\(text)")
      #expect(parsed.placeless == expression.placeless, "\(text)")
      #expect(parsed.text == text)
    }
  }

  @Test(arguments: validTexts)
  func `every prefix of a valid text parses or is refused within it`(text: String) throws {
    _ = try parse(text, verbs: sampleVerbs)
    for length in 0..<text.count {
      let prefix = String(text.prefix(length))
      do {
        _ = try parse(prefix, verbs: sampleVerbs)
      } catch {
        #expect(isWithin(error, prefix), "\(prefix): \(error)")
        #expect(error.hint != nil, "\(prefix): \(error)")
      }
      _ = complete(prefix, in: Vocabulary(verbs: sampleVerbs))
    }
  }

  @Test(arguments: validTexts)
  func `a valid text is complete, and its statements parse alone`(text: String) throws {
    #expect(isComplete(text))
    for statement in try parse(text, verbs: sampleVerbs) {
      let again = try parse(statement.source, verbs: sampleVerbs)
      #expect(again.map(shape) == [shape(statement)])
      #expect(again.map(\.source) == [statement.source])
    }
  }

  @Test(arguments: 0..<40)
  func `any text whatever parses or is refused within it with a way on`(seed: UInt64) {
    var generator = Generator(seed: seed)
    for _ in 0..<150 {
      let text = generator.text()
      do {
        for statement in try parse(text, verbs: sampleVerbs) {
          guard case .command(let verb, let arguments) = statement.form,
            let signature = sampleVerbs[verb.text]
          else { continue }
          _ = try signature.bind(verb, arguments, statement: statement.rest)
        }
      } catch {
        #expect(isWithin(error, text), "\(text): \(error)")
        if error.kind == .syntax { #expect(error.hint != nil, "\(text): \(error)") }
      }
      _ = isComplete(text)
      let completion = complete(text, in: Vocabulary(verbs: sampleVerbs))
      #expect(completion.range.upperBound == text.count)
    }
  }

  @Test(arguments: ["(", "-", "not ", "2 ^ ", "f(", "time ", "a if b else ", "(a, "])
  func `no depth is too much`(opening: String) {
    for count in [50, 1000, 20_000] {
      let text = String(repeating: opening, count: count) + "1"
      let closed = text + String(repeating: ")", count: opening.contains("(") ? count : 0)
      for text in [text, closed] {
        do {
          _ = try parse(text, verbs: sampleVerbs)
        } catch {
          #expect(isWithin(error, text))
        }
      }
    }
  }

  @Test(arguments: [" + ", " ^ ", " -> ", " < ", " and ", ", ", " "])
  func `no length is too much`(separator: String) {
    let text = "watch " + Array(repeating: "a", count: 20_000).joined(separator: separator)
    do {
      _ = try parse(text, verbs: sampleVerbs)
    } catch {
      #expect(isWithin(error, text))
    }
  }
}
