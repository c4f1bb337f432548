// --update: what may be rewritten, and what must stay to the byte.

import Lessons
import Testing

/// The text after an update in which every step of the first transcript printed these lines.
private func promoted(_ body: String, ending: String = "\n", _ printed: [[String]]) -> Promotion {
  let text = ("---\nfathom: lesson/1\nid: a\ntitle: A\n---\n" + body)
    .replacing("\n", with: ending)
  for part in reader.read(text).lesson.parts {
    guard case .transcript(let transcript) = part else { continue }
    let steps = zip(transcript.steps, printed).map { ($0, Printed($1), Captures()) }
    return Promotion(text, steps: steps.map { (step: $0, printed: $1, captures: $2) })
  }
  return Promotion(text, steps: [])
}

private func body(_ promotion: Promotion) -> String {
  String(
    promotion.text.split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false).last
      ?? "")
}

@Suite struct PromotionTests {
  @Test func `only literal lines that differ are rewritten`() {
    let before = """
      Prose\t with  spaces \u{20}
      ```fathom
      fathom> forward
      loss 4.6
      accuracy   0.1
      took [time]
      norm ~3e-9
      ...
      done
      fathom> backward
      fathom> loss()
      2.30

      ```
      """
    let printed = [
      ["loss 5.1", "accuracy 0.1", "took 3 ms", "norm 1e-3", "x", "y", "finished"],
      ["never expected"],
      ["2.301"],
    ]
    let promotion = promoted(before, printed)
    #expect(
      body(promotion)
        == before.replacing("loss 4.6", with: "loss 5.1").replacing("done", with: "finished"))
    #expect(promotion.rewritten == [9, 14])
    #expect(promotion.unresolved == [12])
  }

  @Test func `lines are added and taken out beside those that stay`() {
    let before = "```fathom\nfathom> a\none 1\ntwo\nthree 3\n```\n"
    let promotion = promoted(before, [["zero", "one 1", "three 3", "four"]])
    #expect(body(promotion) == "```fathom\nfathom> a\nzero\none 1\nthree 3\nfour\n```\n")
  }

  @Test func `line endings and indentation stay`() {
    let before = "1. Then\n\n  ```fathom\n  fathom> a\n  one\n  ```\nEnd without a line break"
    let promotion = promoted(before, ending: "\r\n", [["two", "three"]])
    #expect(
      promotion.text.hasSuffix(
        "  fathom> a\r\n  two\r\n  three\r\n  ```\r\nEnd without a line break"))
  }

  @Test func `printed lines that look like marks are made harmless and then match`() throws {
    let printed = ["fathom> no", "```", "! no", "...", "   ...> no"]
    let promotion = promoted("```fathom\nfathom> a\nx\n```\n", [printed])
    let reading = reader.read(promotion.text)
    #expect(reading.mistakes == [])
    guard case .transcript(let transcript) = try #require(reading.lesson.parts.first) else {
      return
    }
    #expect(transcript.steps.count == 1)
    #expect(Matcher.match(transcript.steps[0].expected, Printed(printed)) == .fits(Captures()))
    let other = Printed(["fathom> no", "```", "! no", "other", "   ...> no"])
    #expect(Matcher.match(transcript.steps[0].expected, other) != .fits(Captures()))
  }

  @Test func `what is promoted matches, and promoting it again changes nothing`() throws {
    var generator = Generator(seed: 5)
    let words = ["loss", " ", "4.6", "4.61", "conv1", "nan", "1,234", "[3, 4]", "✓", "-2e-5", "x"]
    func lines() -> [String] {
      (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        generator.several(of: words, most: 5).joined() + "|"
      }
    }
    for _ in 0..<300 {
      let expected = lines()
      let printed = lines()
      let block = "```fathom\nfathom> a\n" + expected.joined(separator: "\n") + "\n```\n"
      let once = promoted(block, [printed])
      #expect(once.unresolved == [])
      let again = promoted(body(once), [printed])
      #expect(again.text == once.text)
      guard
        case .transcript(let transcript) = try #require(reader.read(once.text).lesson.parts.first)
      else { return }
      #expect(Matcher.match(transcript.steps[0].expected, Printed(printed)) == .fits(Captures()))
    }
  }
}
