// Pixels that are known to fill their rectangle, made smaller by averaging.

import Reports

/// A picture of at least one pixel.
struct PixelMap: Sendable, Equatable {
  let width: Int
  let height: Int
  private let pixels: [SIMD3<Float>]

  /// nil if the pixels do not fill width × height.
  init?(_ image: ImageGrid.Image) {
    guard image.width > 0, image.height > 0, image.pixels.count % image.width == 0,
      image.pixels.count / image.width == image.height
    else { return nil }
    self.init(width: image.width, height: image.height, pixels: image.pixels)
  }

  private init(width: Int, height: Int, pixels: [SIMD3<Float>]) {
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The pixel at `x` from the left and `y` from the top, each part in 0…1 (nan counts as 0);
  /// nil outside.
  func pixel(_ x: Int, _ y: Int) -> SIMD3<Float>? {
    guard x < width, y < height else { return nil }
    let pixel = pixels[y * width + x]
    return pixel.replacing(with: 0, where: pixel .!= pixel).clamped(
      lowerBound: .zero, upperBound: .one)
  }

  /// The picture at a size that fits `columns` × `rows` pixels with unchanged proportions:
  /// larger ones averaged, those smaller than `smallest` repeated a whole number of times.
  func fitted(columns: Int, rows: Int, smallest: Int) -> PixelMap {
    let factor = min(smallest / max(width, height), columns / width, rows / height)
    if factor > 1 { return scaled(width: width * factor, height: height * factor) }
    let share = min(1, Double(columns) / Double(width), Double(rows) / Double(height))
    if share == 1 { return self }
    return scaled(
      width: max(1, Int((Double(width) * share).rounded(.down))),
      height: max(1, Int((Double(height) * share).rounded(.down))))
  }

  /// Each new pixel is the mean of the old ones under it, by area.
  private func scaled(width newWidth: Int, height newHeight: Int) -> PixelMap {
    let across = Self.overlaps(width, newWidth)
    let down = Self.overlaps(height, newHeight)
    var result: [SIMD3<Float>] = []
    result.reserveCapacity(newWidth * newHeight)
    for rows in down {
      for columns in across {
        var sum = SIMD3<Float>()
        for (y, high) in rows {
          for (x, wide) in columns { sum += (pixel(x, y) ?? .zero) * (high * wide) }
        }
        result.append(sum)
      }
    }
    return PixelMap(width: newWidth, height: newHeight, pixels: result)
  }

  /// For each of `new` equal parts of `old` pixels: which pixels it covers, with shares of sum 1.
  private static func overlaps(_ old: Int, _ new: Int) -> [[(Int, Float)]] {
    let size = Double(old) / Double(new)
    return (0..<new).map { part in
      let start = Double(part) * size
      let end = start + size
      return (Int(start)..<max(Int(start) + 1, min(old, Int(end.rounded(.up))))).map { pixel in
        let covered = min(end, Double(pixel + 1)) - max(start, Double(pixel))
        return (pixel, Float(max(covered, 0) / size))
      }
    }
  }
}

extension SIMD3<Float> {
  /// How bright the eye finds the color, 0…1 (Rec. 709).
  var brightness: Float { x * 0.2126 + y * 0.7152 + z * 0.0722 }
}
