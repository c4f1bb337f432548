// Moving, completing, pasting and undoing, without a terminal.

import Terminals
import Testing

@Suite struct DraftTests {
  @Test func `Down undoes Up wherever the line above is long enough`() {
    let text = "first line\nsecond\n\nfourth"
    for cursor in 0...text.count {
      let draft = Draft(text: text, cursor: cursor)
      guard let up = draft.movedUp else {
        #expect(cursor <= 10)
        continue
      }
      let isSameColumn =
        cursor - draft.movedToLineStart.cursor == up.cursor - up.movedToLineStart.cursor
      if isSameColumn { #expect(up.movedDown == draft) }
      #expect(up.movedToLineEnd.cursor == draft.movedToLineStart.cursor - 1)
    }
  }

  @Test func `Right and Delete take a whole character, however many scalars it has`() {
    let draft = Draft(text: "e\u{301}x", cursor: 0)
    #expect(draft.movedRight().cursor == 2)
    #expect(draft.deletingForward() == Draft(text: "x", cursor: 0))
    #expect(Draft("x").movedRight() == Draft("x"))
    #expect(Draft("x").deletingForward() == Draft("x"))
  }

  @Test func `undo takes back words of typing and single edits, to the beginning`() {
    var log = EditLog()
    for end in 0...7 { log.record(Draft(String("one two".prefix(end)))) }
    log.record(Draft(""))
    var texts: [String] = []
    while let earlier = log.undo() { texts.append(earlier.text) }
    #expect(texts == ["one two", "one ", "one", ""])
    #expect(log.undo() == nil)
  }

  @Test func `one candidate is inserted, a common beginning too, else there is a menu`() {
    func outcome(_ candidates: [String], _ typed: String) -> Completions.Outcome {
      Completions(replacing: typed.count, candidates: candidates).outcome(typed: typed)
    }
    #expect(outcome([], "x") == .nothing)
    #expect(outcome(["forward"], "f") == .insert("forward "))
    #expect(outcome(["conv("], "c") == .insert("conv("))
    #expect(outcome(["data/"], "d") == .insert("data/"))
    #expect(outcome(["backward", "batch"], "b") == .insert("ba"))
    #expect(outcome(["backward", "batch"], "ba") == .menu(["backward", "batch"]))
  }

  @Test(arguments: [10, 20, 40, 80])
  func `a menu shows every word or says how many are missing, within the width`(width: Int) {
    let words = (1...50).map { "word\($0)" }
    let menu = columns(of: words, width: width, rows: 5)
    #expect(menu.allSatisfy { $0.count < width })
    let shown = menu.joined(separator: " ").split(separator: " ").filter { $0.hasPrefix("word") }
    let missing = words.count - shown.count
    #expect(missing == 0 || menu.last == String("and \(missing) more".prefix(width - 1)))
  }

  let pasting = PastedText(prompt: "fathom> ", continuation: "   ...> ") { text in
    text.count { $0 == "(" } <= text.count { $0 == ")" }
  }

  @Test(arguments: [
    ("plain", "plain"),
    ("one\r\ntwo\rthree\n\n", "one\ntwo\nthree"),
    ("tab\there\u{1B}[31m\u{7}", "tab  here[31m"),
    ("fathom> a\nout\nfathom> b", "a\nb"),
    ("fathom> f(1\n   ...> 2)\n3\nfathom> g", "f(1\n2)\ng"),
    ("fathom> f(1\n  2)\n3\nfathom>\n", "f(1\n  2)"),
    ("", ""),
  ])
  func `a paste keeps what was typed and drops the rest`(pasted: String, expected: String) {
    #expect(pasting.cleaned(pasted) == expected)
  }
}
