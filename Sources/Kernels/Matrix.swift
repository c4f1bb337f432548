// Matrices as views of buffers, and their product.

/// A row-major view of a buffer; `rows` × `columns` is its size as read, after transposition.
package struct Matrix: Sendable {
  package let buffer: FloatBuffer
  package let rows, columns: Int
  /// Whether the buffer holds `columns` rows of `rows` numbers, to be read transposed.
  package let transposed: Bool

  package init(_ buffer: FloatBuffer, rows: Int, columns: Int, transposed: Bool = false) {
    precondition(rows >= 0 && columns >= 0 && buffer.count == rows * columns)
    (self.buffer, self.rows, self.columns) = (buffer, rows, columns)
    self.transposed = transposed
  }

  /// One number.
  subscript(row: Int, column: Int) -> Float {
    buffer[transposed ? column * rows + row : row * columns + column]
  }

  /// Where the numbers are that start at a row and column.
  func operand(row: Int = 0, column: Int = 0) -> Operand {
    let leading = transposed ? rows : columns
    let offset = transposed ? column * leading + row : row * leading + column
    return Operand(
      pointer: UnsafePointer(buffer.pointer + offset), leading: leading, transposed: transposed)
  }
}

/// c = a · b, or c += a · b: [rows, inner] · [inner, columns] → c [rows, columns].
package func multiply(_ a: Matrix, _ b: Matrix, into c: FloatBuffer, adding: Bool = false) {
  precondition(a.columns == b.rows && c.count == a.rows * b.columns)
  guard KernelChoice.current == .fast else {
    return multiplyByFormula(a, b, into: c, adding: adding)
  }
  let blocks = ProductBlocks(rows: a.rows, columns: b.columns, inner: a.columns)
  let panels = PanelProduct(rows: a.rows, inner: a.columns)
  Threads.forEach(piece: blocks.count) { piece in
    let (rows, columns) = blocks[piece]
    let (left, right) = (
      a.operand(row: rows.lowerBound), b.operand(column: columns.lowerBound)
    )
    let target = c.pointer + rows.lowerBound * b.columns + columns.lowerBound
    if let panels {
      panels.multiplyOnThisThread(
        left, right, into: target, leading: b.columns, rows: rows.count, columns: columns.count,
        inner: a.columns, adding: adding)
    } else {
      Kernels.multiplyOnThisThread(
        left, right, into: target, leading: b.columns, rows: rows.count, columns: columns.count,
        inner: a.columns, adding: adding)
    }
  }
}

/// The same as loops over single numbers, summed in Float64.
private func multiplyByFormula(_ a: Matrix, _ b: Matrix, into c: FloatBuffer, adding: Bool) {
  for row in 0..<a.rows {
    for column in 0..<b.columns {
      var sum = adding ? Double(c[row * b.columns + column]) : 0
      for step in 0..<a.columns { sum += Double(a[row, step]) * Double(b[step, column]) }
      c[row * b.columns + column] = Float(sum)
    }
  }
}

/// The pieces of a product that threads share: rectangles of the result that depend on sizes only.
private struct ProductBlocks {
  let rowCuts, columnCuts, rows, columns: Int

  /// Fewer multiplications than this are not worth waking a thread.
  private static let worthAThread = 1 << 20
  /// Cuts per side; more would repeat more of the packing inside the library.
  private static let mostCuts = 4
  /// A side is cut at multiples of this, so that the blocks in registers stay full.
  private static let narrowest = 32

  init(rows: Int, columns: Int, inner: Int) {
    var worth = rows * columns * inner / Self.worthAThread
    func cuts(_ size: Int) -> Int {
      let cuts = max(1, min(worth, size / Self.narrowest, Self.mostCuts))
      worth /= cuts
      return cuts
    }
    (self.rows, self.columns) = (rows, columns)
    if rows > columns {
      rowCuts = cuts(rows)
      columnCuts = cuts(columns)
    } else {
      columnCuts = cuts(columns)
      rowCuts = cuts(rows)
    }
  }

  var count: Int { rowCuts * columnCuts }

  subscript(piece: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let (row, column) = (piece / columnCuts, piece % columnCuts)
    return (Self.part(row, of: rowCuts, rows), Self.part(column, of: columnCuts, columns))
  }

  private static func part(_ index: Int, of cuts: Int, _ size: Int) -> Range<Int> {
    func cut(_ index: Int) -> Int {
      index == cuts ? size : size * index / cuts / narrowest * narrowest
    }
    return cut(index)..<cut(index + 1)
  }
}
