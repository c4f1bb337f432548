// A bar in a row of cells, with eighths of a cell at its ends.

/// A stretch from `start` to `end` of a row, both as shares of its length.
struct Bar: Sendable, Equatable {
  let start: Double
  let end: Double

  init(from: Double, to: Double) {
    start = min(from, to)
    end = max(from, to)
  }

  /// The bar in `cells` characters. A bar too short to be seen is a thin line at its place.
  /// In ASCII every cell it half covers is `fill`.
  func drawn(in cells: Int, glyphs: Glyphs, fill: Character = "#") -> String {
    guard cells > 0 else { return "" }
    let left = start * Double(cells)
    let right = end * Double(cells)
    var characters = (0..<cells).map { cell in
      let from = min(max(left - Double(cell), 0), 1)
      let to = min(max(right - Double(cell), 0), 1)
      switch glyphs {
      case .unicode: return Self.block(from: from, to: to)
      case .ascii: return to - from >= 0.5 ? fill : " "
      }
    }
    if characters.allSatisfy({ $0 == " " }) {
      let place = min(Int((left + right) / 2), cells - 1)
      characters[place] = place == 0 && glyphs == .unicode ? "▏" : glyphs.hairline
    }
    return String(characters)
  }

  /// The character that covers a cell from one share to another as well as any does: eighths
  /// from the left, but from the right there are only one eighth, a half and the whole.
  private static func block(from: Double, to: Double) -> Character {
    if from >= to { return " " }
    if from == 0 {
      let blocks: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
      return blocks[Int((to * 8).rounded())]
    }
    guard to == 1 else { return "│" }
    switch 1 - from {
    case ..<0.0625: return " "
    case ..<0.3125: return "▕"
    case ..<0.75: return "▐"
    default: return "█"
    }
  }
}
