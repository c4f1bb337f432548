// Problems as text: the place, the message, the facts, the way on.

import Renderers
import Reports
import Testing

private let mismatch = Problem(
  .shapeMismatch, "dense2 expects [N, 64] but globalavgpool1 gives [N, 16]",
  facts: ["net = conv(16) -> globalavgpool -> dense(64)"], hint: "try: dense(16)",
  place: .init(column: 36, length: 5))
private let line = "net = conv(16) -> globalavgpool -> dense(64)"

@Test func `at the prompt the place is marked under what was typed`() {
  #expect(
    TerminalRenderer().render(mismatch, line: line, promptWidth: 8) == """
                                                 ^^^^^
      error: dense2 expects [N, 64] but globalavgpool1 gives [N, 16]
        net = conv(16) -> globalavgpool -> dense(64)
      try: dense(16)

      """)
}

@Test func `in a file the line is repeated`() {
  #expect(
    TerminalRenderer().render(mismatch, line: line) == """
        net = conv(16) -> globalavgpool -> dense(64)
                                           ^^^^^
      error: dense2 expects [N, 64] but globalavgpool1 gives [N, 16]
        net = conv(16) -> globalavgpool -> dense(64)
      try: dense(16)

      """)
}

@Test func `of a line that the screen wrapped the part around the place is repeated`() {
  #expect(
    TerminalRenderer(width: 40).render(mismatch, line: line, promptWidth: 8) == """
        …onv(16) -> globalavgpool -> dense(64)
                                     ^^^^^
      error: dense2 expects [N, 64] but
        globalavgpool1 gives [N, 16]
        net = conv(16) -> globalavgpool ->
          dense(64)
      try: dense(16)

      """)
}

@Test func `of several lines the one with the place is repeated`() {
  let problem = Problem(.syntax, "what is this?", place: .init(column: 9, length: 3))
  let rendered = TerminalRenderer().render(problem, line: "a = (\n  ???\n)", promptWidth: 8)
  #expect(rendered == "    ???\n    ^^^\nerror: what is this?\n")
}

@Test func `a place stands under wide characters and after the end`() {
  let wide = Problem(.syntax, "no", place: .init(column: 3, length: 1))
  #expect(TerminalRenderer().render(wide, line: "猫 犬", promptWidth: 2) == "     ^^\nerror: no\n")
  let end = Problem(.syntax, "no", place: .init(column: 4))
  #expect(TerminalRenderer().render(end, line: "abc", promptWidth: 2) == "     ^\nerror: no\n")
}

@Test(arguments: [-1, 0, 5, Int.max])
func `a place outside the line is not marked`(column: Int) {
  let problem = Problem(.syntax, "no", place: .init(column: column, length: .max))
  #expect(TerminalRenderer().render(problem, line: "abc", promptWidth: 2) == "error: no\n")
}

@Test func `no problem commands the terminal or leaves it`() {
  var dice = Dice(seed: 7)
  for _ in 0..<400 {
    let line = dice.words()
    let problem = Problem(
      .badFile, dice.words(), facts: [dice.words(), dice.words()], hint: dice.words(),
      place: .init(column: Int.random(in: 0...30, using: &dice), length: dice.pick([0, 1, 9])))
    for width in [20, 40, 80] {
      for promptWidth in [nil, 0, 8, 79] {
        let text = TerminalRenderer(width: width)
          .render(problem, line: line, promptWidth: promptWidth)
        #expect(!text.contains("\u{1b}") && !text.contains("\u{9b}"))
        for line in text.split(separator: "\n") {
          #expect(String(line).displayWidth <= width)
        }
      }
    }
  }
}
