// Drawings of nothing, of one value, of equal values, and of values at the ends of Double.

import Renderers
import Reports
import Testing

private func picture(_ block: Block) -> String {
  TerminalRenderer().render([block])
}

private func bars(_ values: [Double?], _ scale: Scale) -> Block {
  .bars(
    BarChart(
      labels: values.indices.map { "b\($0)" }, series: [.init(name: "", values: values)],
      scale: scale, quantity: "q"))
}

private func curve(_ values: [Double], _ scale: Scale = .linear) -> Block {
  .curves(
    CurveChart(
      curves: [.init(name: "c", values: values)], scale: scale, horizontal: "x", vertical: "y"))
}

@Test func `a report without blocks is empty`() {
  #expect(TerminalRenderer().render(Report(kind: "nothing")) == "")
}

@Test func `drawings of nothing say so`() {
  let table = Table(columns: [.init("a", .left), .init("b")], rows: [])
  #expect(picture(.table(table)) == "a  b\n────\n(no rows)\n")
  #expect(picture(bars([], .linear)) == "q\n(nothing to draw)\n")
  #expect(picture(curve([])) == "y against x\n(nothing to draw)\nc (no values)\n")
  #expect(picture(curve([.nan, .infinity])).contains("(nothing to draw)"))
  let histogram = Histogram(quantity: "q", low: 0, high: 1, counts: [])
  #expect(picture(.histogram(histogram)) == "q\n(no values)\n")
  #expect(picture(.images(ImageGrid(images: []))) == "(no images)\n")
}

@Test func `a mark stands under the interval that it lies in`() {
  let histogram = Histogram(
    of: [0, 1, 1, 4], intervals: 2, quantity: "q",
    marks: [.init("edge", at: 1.5), .init("end", at: 5), .init("nowhere", at: .nan)])
  #expect(histogram.counts == [3, 1] && histogram.high == 5)
  let block = String(repeating: "█", count: 60)
  #expect(
    picture(.histogram(histogram)) == """
      q
        0 … 2.5 \(block) 3
      ▸ 1.5 edge
      2.5 …   5 \(block.prefix(20)) 1
      ▸ 5 end

      """)
}

@Test func `values without a place on a logarithmic scale are words`() {
  #expect(
    picture(bars([0, -0.5, .nan, .infinity, -.infinity, nil], .logarithmic)) == """
      q
      b0 zero
      b1 -0.5 (negative)
      b2 nan
      b3 inf
      b4 -inf
      b5 none

      """)
}

@Test func `equal values have equal bars that can be seen`() {
  let blocks = String(repeating: "█", count: 60)
  #expect(picture(bars([1, 1], .logarithmic)).contains("b1 \(blocks) 1\n"))
  #expect(picture(bars([7, 7], .linear)).contains("b0 \(blocks) 7\n"))
  #expect(picture(bars([-7], .linear)).contains("b0 \(blocks) -7\n"))
  #expect(picture(bars([0, 0], .linear)) == "q, linear scale 0 … 1\nb0 0\nb1 0\n")
}

@Test func `a bar is as long as its value, to the eighth of a cell`() {
  // 480 eighths are a whole bar.
  let text = picture(bars([480, 8, 1, 3, 12, 0.1], .linear))
  for expected in ["b1 █ 8", "b2 ▏ 1", "b3 ▍ 3", "b4 █▌ 12", "b5 ▏ 0.1"] {
    #expect(text.contains(expected + "\n"))
  }
}

@Test(arguments: [
  [1e-300, 1e-299], [.leastNonzeroMagnitude, 1], [.leastNonzeroMagnitude],
  [.greatestFiniteMagnitude, 1],
  [-.greatestFiniteMagnitude, .greatestFiniteMagnitude], [5], [0, 0], [1, 1 + 1e-15], [-3, -3],
])
func `the ends of Double have a place`(values: [Double]) {
  for scale in [Scale.linear, .logarithmic] {
    for block in [bars(values, scale), curve(values, scale)] {
      let text = picture(block)
      #expect(!text.contains("nan") && !text.contains("inf"), "\(text)")
      #expect(!text.contains(" \n"))
    }
  }
}

@Test func `numbers along an axis differ`() {
  let text = picture(curve([1, 1 + 1e-9]))
  let numbers = text.split(separator: "\n").filter { $0.contains("┤") }
    .map { $0.prefix { $0 != "┤" } }
  #expect(numbers.count >= 3)
  #expect(Set(numbers).count == numbers.count)
}

@Test func `decades beyond Double are written all the same`() {
  #expect(
    picture(bars([.leastNonzeroMagnitude, 1], .logarithmic)).contains("log scale 1e-324 … 1"))
}

@Test func `a row too short or too long for its table does no harm`() {
  let table = Table(columns: [.init("a")], rows: [[], [.integer(1), .integer(2)]])
  #expect(picture(.table(table)) == "a\n─\n\n1\n")
}

@Test func `numbers in a narrow table are never cut`() {
  let numbers: [Table.Cell] = [.words("name"), .integer(1_234_567), .number(1.234e-9)]
  let table = Table(
    columns: [.init("a", .left), .init("a long title"), .init("another long title")],
    rows: [numbers + numbers + numbers])
  let wide = Table(
    columns: table.columns + table.columns + table.columns, rows: [numbers + numbers + numbers])
  let text = TerminalRenderer(width: 40).render([.table(wide)])
  #expect(text.matches(of: /1,234,567/).count == 3)
  #expect(text.matches(of: /1\.234e-9/).count == 3)
}

@Test func `images keep their proportions`() {
  let pixels = [SIMD3<Float>](repeating: .one, count: 200 * 100)
  let grid = ImageGrid(images: [.init(caption: "", width: 200, height: 100, pixels: pixels)])
  for width in [40, 80, 120] {
    let lines = TerminalRenderer(width: width).render([.images(grid)]).split(separator: "\n")
    // Two characters a pixel across, one down.
    let columns = min(width / 2, 64)
    #expect(lines.count == columns / 2)
    #expect(lines.allSatisfy { $0.count == 2 * columns })
  }
}

@Test func `a smaller image is the average of the larger`() {
  let checks = (0..<64 * 200).map { SIMD3<Float>(repeating: $0 % 2 == 0 ? 0 : 1) }
  let grid = ImageGrid(images: [.init(caption: "", width: 128, height: 100, pixels: checks)])
  let text = TerminalRenderer(width: 200, color: .trueColor).render([.images(grid)])
  #expect(text.contains("38;2;128;128;128"))
  #expect(!text.contains("38;2;0;0;0") && !text.contains("38;2;255;255;255"))
}

@Test func `two pixels share a character in color`() {
  let pixels: [SIMD3<Float>] =
    Array(repeating: [1, 0, 0], count: 8) + Array(repeating: [0, 0, 1], count: 8)
  let grid = ImageGrid(images: [.init(caption: "", width: 8, height: 2, pixels: pixels)])
  let blocks = String(repeating: "▀", count: 8)
  let exact = TerminalRenderer(color: .trueColor).render([.images(grid)])
  #expect(exact == "\u{1b}[38;2;255;0;0;48;2;0;0;255m\(blocks)\u{1b}[0m\n")
  let nearest = TerminalRenderer(color: .ansi256).render([.images(grid)])
  #expect(nearest == "\u{1b}[38;5;196;48;5;21m\(blocks)\u{1b}[0m\n")
}
