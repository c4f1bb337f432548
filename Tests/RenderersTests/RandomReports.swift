// Reports made at random, with every value and every word that breaks drawings.

import Renderers
import Reports

/// A small generator (SplitMix64), so that a failure can be repeated from its seed.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int(next() % UInt64(values.count))]
  }

  mutating func list<Value>(upTo count: Int, _ make: (inout Dice) -> Value) -> [Value] {
    (0..<Int.random(in: 0...count, using: &self)).map { _ in make(&self) }
  }
}

extension Dice {
  mutating func number() -> Double {
    pick([
      0, -0.0, 1, -1, 0.5, 3.14159, 1e-300, .leastNonzeroMagnitude, 1e300, -1e300, 1.7e308,
      .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, .nan, .infinity, -.infinity, 12345.678, 1e-9, 100, 1 + 1e-15,
      Double.random(in: -1...1, using: &self), Double.random(in: 0...1e6, using: &self),
    ])
  }

  mutating func words() -> String {
    pick([
      "", "conv1", "residual1.shortcut.conv1", "two words", "mean |gradient|", "猫と犬", "é",
      "e\u{301}",
      "‖∂y/∂x‖₂ ≤ σ₁·γ", "👩‍👩‍👧 family", "❤️", "🇨🇭", "\u{1b}[31mred\u{1b}[0m", "\u{9b}2J", "bell\u{7}",
      "line\nbreak", "tab\there", "\u{202e}backwards", "\u{1b}]0;title\u{7}", "\u{301}mark first",
      "a very long sentence that surely does not fit into any column of any table in the world",
      String(repeating: "w", count: 250), "\r\n", "\u{2028}", "ＷＩＤＥ",
    ])
  }

  mutating func role() -> Text.Role {
    pick([.plain, .heading, .strong, .faint, .good, .bad, .code])
  }

  private mutating func title() -> String? { Bool.random(using: &self) ? words() : nil }
  private mutating func scale() -> Scale { pick([.linear, .logarithmic]) }

  private mutating func cell() -> Table.Cell {
    switch next() % 7 {
    case 0: .empty
    case 1: .words(words(), role())
    case 2: .integer(pick([0, -1, 1_234_567, .max, .min]))
    case 3: .number(number(), role())
    case 4: .shape(list(upTo: 4) { Int.random(in: 1...512, using: &$0) })
    case 5: .bar(number())
    default: .sparkline(list(upTo: 40) { $0.number() })
    }
  }

  mutating func block() -> Block {
    switch next() % 8 {
    case 0: return .text(Text(spans: list(upTo: 5) { Text.Span($0.words() + " ", $0.role()) }))
    case 1: return .verbatim(words() + "\n" + words())
    case 2:
      let columns = list(upTo: 7) { Table.Column($0.words(), $0.pick([.left, .right])) }
      return .table(
        Table(
          title: title(), columns: columns, rows: list(upTo: 4) { $0.list(upTo: 8) { $0.cell() } },
          footer: Bool.random(using: &self) ? list(upTo: 7) { $0.cell() } : nil))
    case 3:
      let series = list(upTo: 3) { dice in
        BarChart.Series(
          name: dice.words(), values: dice.list(upTo: 6) { $0.pick([$0.number(), nil]) })
      }
      return .bars(
        BarChart(
          title: title(), labels: list(upTo: 6) { $0.words() }, series: series, scale: scale(),
          quantity: words()))
    case 4:
      return .waterfall(
        Waterfall(
          title: title(), quantity: words(), startLabel: words(), startValue: number(),
          steps: list(upTo: 6) {
            .init(
              label: $0.words(), factor: $0.number(), value: $0.number(),
              marked: $0.pick([true, false]))
          }))
    case 5:
      return .histogram(
        Histogram(
          title: title(), quantity: words(), low: number(), high: number(),
          counts: list(upTo: 8) { Int.random(in: 0...100_000, using: &$0) },
          notFinite: pick([0, 3]),
          marks: list(upTo: 2) { .init($0.words(), at: $0.number()) }))
    case 6:
      return .curves(
        CurveChart(
          title: title(),
          curves: list(upTo: 4) {
            .init(name: $0.words(), values: $0.list(upTo: 60) { $0.number() })
          },
          scale: scale(), horizontal: words(), vertical: words(), stride: pick([1, 10])))
    default: return .images(ImageGrid(title: title(), images: list(upTo: 5) { $0.image() }))
    }
  }

  private mutating func image() -> ImageGrid.Image {
    let (width, height) = pick([(1, 1), (3, 3), (28, 28), (100, 7), (5, 150), (0, 4), (-1, 2)])
    let pixels = (0..<max(0, width * height)).map { _ in
      SIMD3<Float>(pick([0, 1, .nan, -3, .infinity]), .random(in: 0...1, using: &self), 0.5)
    }
    return .init(caption: words(), width: width, height: height, pixels: pixels)
  }
}
