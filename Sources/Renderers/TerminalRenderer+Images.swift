// Images side by side: two pixels a character in color, shades of brightness without.

import Reports

extension TerminalRenderer {
  /// Images smaller than this many pixels are drawn larger.
  private static let smallestImage = 8
  private static let widestImage = 64
  private static let longestCaption = 16
  private static let gap = 2

  /// Whether a character shows two pixels, one above the other.
  private var showsHalfBlocks: Bool { color != .none && glyphs == .unicode }

  func rows(_ grid: ImageGrid) -> [Row] {
    var lines = head(grid.title, "")
    if grid.images.isEmpty { return lines + [row("(no images)", .faint)] }
    var line: [Tile] = []
    var used = 0
    for image in grid.images {
      let tile = tile(image)
      if !line.isEmpty, used + Self.gap + tile.width > width {
        lines += rows(of: line)
        line = []
        used = 0
      }
      used += tile.width + (line.isEmpty ? 0 : Self.gap)
      line.append(tile)
    }
    return lines + rows(of: line)
  }

  /// A caption over a picture.
  private struct Tile {
    var width: Int
    var rows: [Row]
  }

  private func tile(_ image: ImageGrid.Image) -> Tile {
    let caption = row(image.caption, .faint)
    let picture = picture(image)
    let wide = max(picture.map(\.width).max() ?? 0, min(caption.width, Self.longestCaption))
    let heading = caption.width > 0 ? [caption.truncated(to: wide, glyphs: glyphs)] : []
    return Tile(width: wide, rows: heading + picture)
  }

  private func rows(of tiles: [Tile]) -> [Row] {
    (0..<(tiles.map(\.rows.count).max() ?? 0)).map { line in
      tiles.enumerated().reduce(Row()) { drawn, entry in
        let (index, tile) = entry
        let content = line < tile.rows.count ? tile.rows[line] : Row()
        return drawn + Row(blank: index > 0 ? Self.gap : 0) + content.padded(to: tile.width)
      }
    }
  }

  private func picture(_ image: ImageGrid.Image) -> [Row] {
    guard let pixels = PixelMap(image) else { return [row("(no pixels)", .faint)] }
    let columns = min(showsHalfBlocks ? width : width / 2, Self.widestImage)
    let map = pixels.fitted(columns: columns, rows: 2 * columns, smallest: Self.smallestImage)
    return showsHalfBlocks ? halfBlocks(map) : shades(map)
  }

  private func halfBlocks(_ map: PixelMap) -> [Row] {
    stride(from: 0, to: map.height, by: 2).map { y in
      (0..<map.width).reduce(Row()) { drawn, x in
        let style = Style(ink: map.pixel(x, y).map(ink), ground: map.pixel(x, y + 1).map(ink))
        return drawn + row("▀", style)
      }
    }
  }

  /// Brighter pixels are denser; two characters a pixel keep it square.
  private func shades(_ map: PixelMap) -> [Row] {
    let shades = glyphs.shades
    return (0..<map.height).map { y in
      let line = (0..<map.width).map { x in
        let brightness = map.pixel(x, y)?.brightness ?? 0
        let shade = shades[Int((brightness * Float(shades.count - 1)).rounded())]
        return String(repeating: shade, count: 2)
      }
      return row(line.joined())
    }
  }

  private func ink(_ pixel: SIMD3<Float>) -> Ink {
    switch color {
    case .trueColor, .none:
      let bytes = SIMD3<UInt8>((pixel * 255).rounded(.toNearestOrEven))
      return .exact(red: bytes.x, green: bytes.y, blue: bytes.z)
    case .ansi256: return .palette(Self.nearest(pixel))
    }
  }

  /// The nearest of the 6 × 6 × 6 colors from 16 on and the 24 grays from 232 on.
  private static func nearest(_ pixel: SIMD3<Float>) -> UInt8 {
    let levels: [Float] = [0, 95, 135, 175, 215, 255].map { $0 / 255 }
    let cube = (0..<3).map { part in
      (0..<6).min { abs(levels[$0] - pixel[part]) < abs(levels[$1] - pixel[part]) } ?? 0
    }
    let cubeColor = SIMD3(levels[cube[0]], levels[cube[1]], levels[cube[2]])
    let gray = Int(min(max(((pixel.sum() / 3 * 255) - 8) / 10, 0), 23).rounded())
    let grayColor = SIMD3<Float>(repeating: Float(8 + 10 * gray) / 255)
    let cubeError = ((cubeColor - pixel) * (cubeColor - pixel)).sum()
    let grayError = ((grayColor - pixel) * (grayColor - pixel)).sum()
    return grayError < cubeError
      ? UInt8(232 + gray) : UInt8(16 + 36 * cube[0] + 6 * cube[1] + cube[2])
  }
}
