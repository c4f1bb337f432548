// A grid of cells on which curves are drawn, in braille dots or in letters.

/// A drawing surface. A cell of Unicode has 2 × 4 dots, a cell of ASCII has one.
struct PlotCanvas: Sendable, Equatable {
  /// A cell: which of its dots are set, by which curve last, and a letter that names a curve.
  struct Cell: Sendable, Equatable {
    var dots: UInt8 = 0
    var curve: Int?
    var letter: Character?
  }

  let columns: Int
  let rows: Int
  private let glyphs: Glyphs
  /// The letter of each curve, in which ASCII draws it.
  private let letters: [Character]
  private var cells: [Cell]

  /// `columns` and `rows` are at least 1.
  init(columns: Int, rows: Int, glyphs: Glyphs, letters: [Character]) {
    self.columns = columns
    self.rows = rows
    self.glyphs = glyphs
    self.letters = letters
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// The cell at `column` of `row`, row 0 at the top.
  subscript(row: Int, column: Int) -> Cell { cells[row * columns + column] }

  /// Dots along each direction.
  private var dotsAcross: Int { glyphs == .unicode ? columns * 2 : columns }
  private var dotsUp: Int { glyphs == .unicode ? rows * 4 : rows }

  /// A straight line between two points given as shares (0…1) of the width and of the height
  /// above the bottom.
  mutating func line(from: (x: Double, y: Double), to: (x: Double, y: Double), curve: Int) {
    let start = dot(from)
    let end = dot(to)
    let steps = max(abs(end.x - start.x), abs(end.y - start.y), 1)
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      let x = Double(start.x) + share * Double(end.x - start.x)
      let y = Double(start.y) + share * Double(end.y - start.y)
      set(Int(x.rounded()), Int(y.rounded()), curve)
    }
  }

  /// Writes the curve's letter at a point, unless another letter stands there.
  mutating func letter(at point: (x: Double, y: Double), curve: Int) {
    let dot = dot(point)
    let cell = cell(dot.x, dot.y)
    if cells[cell].letter == nil {
      cells[cell].letter = letters[curve]
      cells[cell].curve = curve
    }
  }

  /// The character of a cell.
  func character(row: Int, column: Int) -> Character {
    let cell = self[row, column]
    if let letter = cell.letter { return letter }
    if cell.dots == 0 { return " " }
    switch glyphs {
    case .unicode: return Character(Unicode.Scalar(0x2800 + UInt32(cell.dots)) ?? " ")
    case .ascii: return cell.curve.map { letters[$0] } ?? " "
    }
  }

  private func dot(_ point: (x: Double, y: Double)) -> (x: Int, y: Int) {
    (
      x: Int((min(max(point.x, 0), 1) * Double(dotsAcross - 1)).rounded()),
      y: Int(((1 - min(max(point.y, 0), 1)) * Double(dotsUp - 1)).rounded())
    )
  }

  private func cell(_ x: Int, _ y: Int) -> Int {
    switch glyphs {
    case .unicode: y / 4 * columns + x / 2
    case .ascii: y * columns + x
    }
  }

  private mutating func set(_ x: Int, _ y: Int, _ curve: Int) {
    // The bits of a braille pattern's dots, left column then right column, from the top.
    let bits: [UInt8] = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80]
    let index = cell(x, y)
    cells[index].dots |= glyphs == .unicode ? bits[x % 2 * 4 + y % 4] : 1
    if cells[index].letter == nil { cells[index].curve = curve }
  }
}
