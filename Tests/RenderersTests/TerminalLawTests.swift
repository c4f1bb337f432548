// What holds of every report on every terminal.

import Foundation
import Renderers
import Reports
import Testing

/// Every kind of terminal.
private let renderers: [TerminalRenderer] = TerminalRenderer.Color.allCases.flatMap { color in
  Glyphs.allCases.flatMap { glyphs in
    [false, true].map { TerminalRenderer(color: color, glyphs: glyphs, described: $0) }
  }
}

/// How many random blocks each law is tried on.
private let trials: UInt64 = 250

private func plain(_ text: String) -> String {
  text.replacing(#/\u{1b}\[[0-9;]*m/#.matchingSemantics(.unicodeScalar), with: "")
}

/// Whether `scalar` could make a terminal do something.
private func commands(_ scalar: Unicode.Scalar) -> Bool {
  scalar != "\n"
    && (scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
      || (0x202a...0x202e).contains(scalar.value) || scalar == "\u{2028}")
}

@Test(arguments: [20, 40, 57, 80, 133, 200, 400])
func `no line is wider than the terminal`(width: Int) {
  var dice = Dice(seed: UInt64(width))
  for trial in 0..<trials {
    let block = dice.block()
    for glyphs in Glyphs.allCases {
      for described in [false, true] {
        let renderer = TerminalRenderer(width: width, glyphs: glyphs, described: described)
        for line in renderer.render([block]).split(separator: "\n") {
          #expect(String(line).displayWidth <= width, "\(trial)")
        }
      }
    }
  }
}

@Test func `without color no byte of a report commands the terminal`() {
  var dice = Dice(seed: 1)
  for trial in 0..<trials {
    let block = dice.block()
    for renderer in renderers where renderer.color == .none {
      #expect(!renderer.render([block]).unicodeScalars.contains(where: commands), "\(trial)")
    }
  }
}

@Test func `with color nothing but colors is added`() {
  var dice = Dice(seed: 2)
  for trial in 0..<trials {
    let block = dice.block()
    if case .images = block { continue }  // drawn in half blocks instead of shades
    for renderer in renderers {
      var colorless = renderer
      colorless.color = .none
      #expect(plain(renderer.render([block])) == colorless.render([block]), "\(trial)")
    }
  }
}

@Test func `images in color contain no escape sequences but colors`() {
  var dice = Dice(seed: 3)
  for trial in 0..<trials {
    let block = dice.block()
    guard case .images = block else { continue }
    for renderer in renderers {
      let text = plain(renderer.render([block]))
      #expect(!text.unicodeScalars.contains(where: commands), "\(trial)")
    }
  }
}

@Test func `an ASCII terminal gets nothing but ASCII`() {
  var dice = Dice(seed: 4)
  for trial in 0..<trials {
    let block = dice.block()
    for described in [false, true] {
      let renderer = TerminalRenderer(glyphs: .ascii, described: described)
      #expect(
        renderer.render([block]).utf8.allSatisfy { $0 == 0x0a || (0x20..<0x7f).contains($0) },
        "\(trial)")
    }
  }
}

@Test func `no line of text ends in blanks`() {
  var dice = Dice(seed: 5)
  for trial in 0..<trials {
    let text = TerminalRenderer().render([dice.block()])
    #expect(!text.contains(" \n"), "\(trial)")
  }
}

@Test func `the same report reads the same every time`() {
  for renderer in renderers {
    #expect(renderer.render(Sample.all) == renderer.render(Sample.all))
  }
}

@Test(arguments: 40...200)
func `wrapping keeps every word in order`(width: Int) {
  let words = "Ein Satz mit 漢字 und ‖g‖₂, so lang wie ein Donaudampfschiff, immer wieder. "
  let text = String(repeating: words, count: 6)
  let rendered = TerminalRenderer(width: width).render([.text(Text(text))])
  #expect(rendered.split(separator: /\s+/) == text.split(separator: /\s+/))
}

@Test(arguments: 40...200)
func `every number of a chart is there at every width`(width: Int) {
  let renderer = TerminalRenderer(width: width)
  let expected: [(Block, [String])] = [
    (Sample.bars, ["3.1e-9", "zero", "0.0002", "0.3", "0.02", "0.11", "nan", "none"]),
    (Sample.linearBars, ["2.5", "-1.25", "ship 0"]),
    (Sample.waterfall, ["×1.8", "×0.41", "×0.0021", "0.738", "0.00155", "zero"]),
    (Sample.histogram, ["3", "120", "1,402", "998", "87", "nan or inf: 2"]),
    (Sample.curves, ["(last 2.14)", "(last 0.1856)", "2 ┤", "0 ┤", " 200"]),
    (Sample.table, ["[32, 16, 32, 32]", "1,234,567", "1,235,015", "448"]),
  ]
  for (block, numbers) in expected {
    let text = renderer.render([block])
    for number in numbers { #expect(text.contains(number), "\(number) is missing in\n\(text)") }
  }
}

@Test(arguments: 40...200)
func `the vertical axis of a chart is straight`(width: Int) {
  for block in [Sample.curves, Sample.logCurve] {
    let lines = TerminalRenderer(width: width).render([block]).split(separator: "\n")
    let places = lines.compactMap { line in
      line.firstIndex { "│┤└".contains($0) }.map { line.distance(from: line.startIndex, to: $0) }
    }
    #expect(places.count >= 6)
    #expect(Set(places).count == 1)
  }
}

@Test func `colors are readable on black and on white`() throws {
  // WCAG's contrast for large text and for parts of drawings.
  let leastContrast = 3.0
  let text = TerminalRenderer(color: .ansi256).render(Array(Sample.all.dropLast()))
  let indices = Set(text.matches(of: #/38;5;(\d+)m/#).compactMap { Int($0.output.1) })
  #expect(indices.count >= 4)
  for index in indices {
    let light = luminance(index)
    #expect((light + 0.05) / 0.05 >= leastContrast, "\(index) on black")
    #expect(1.05 / (light + 0.05) >= leastContrast, "\(index) on white")
  }
}

/// The relative luminance of one of the 256 colors (WCAG 2), from 16 on.
private func luminance(_ index: Int) -> Double {
  let levels = [0.0, 95, 135, 175, 215, 255]
  let cube = index - 16
  let parts =
    index >= 232
    ? Array(repeating: Double(8 + 10 * (index - 232)), count: 3)
    : [levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6]]
  let linear = parts.map { part -> Double in
    let share = part / 255
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
  }
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}
