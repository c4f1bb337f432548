// How many cells characters take, and how harmless they are made.

import Renderers
import Reports
import Testing

@Test(arguments: [
  ("", 0), ("conv1", 5), ("é", 1), ("e\u{301}", 1), ("猫", 2), ("ｗ", 2), ("한글", 4), ("👍", 2),
  ("👩‍👩‍👧", 2), ("❤️", 2), ("🇨🇭", 2), ("─█⣿∂₂", 5), ("\u{301}", 0), ("\u{1b}", 0),
])
func `a character takes as many cells as terminals give it`(text: String, width: Int) {
  #expect(text.displayWidth == width)
}

@Test(arguments: [
  ("\u{1b}[2Jx", "␛[2Jx", "\\u{1b}[2Jx"), ("a\u{7}", "a␇", "a\\u{7}"),
  ("\u{9b}1m", "\\u{9b}1m", "\\u{9b}1m"), ("\u{7f}", "␡", "\\u{7f}"),
  ("\u{202e}abc", "\\u{202e}abc", "\\u{202e}abc"),
])
func `commands to the terminal are written out`(hostile: String, unicode: String, ascii: String) {
  let block = Block.table(Table(columns: [.init("")], rows: [[.words(hostile)]]))
  #expect(TerminalRenderer().render([block]) == unicode + "\n")
  #expect(TerminalRenderer(glyphs: .ascii).render([block]) == ascii + "\n")
}

@Test func `formulas are spelled in ASCII`() {
  let formula = Block.text("‖∂y/∂x‖₂ ≤ σ₁ × γ → é 猫")
  let expected = "||dy/dx||2 <= sigma1 x gamma -> e \\u{732b}\n"
  #expect(TerminalRenderer(glyphs: .ascii).render([formula]) == expected)
}

@Test func `columns stand straight beside wide characters`() {
  let table = Table(
    columns: [.init("name", .left), .init("n")],
    rows: [[.words("猫と犬"), .integer(1)], [.words("cat"), .integer(20)]])
  #expect(
    TerminalRenderer().render([.table(table)]) == """
      name     n
      ──────────
      猫と犬   1
      cat     20

      """)
}
