// A small terminal screen: rows of cells and a cursor, driven by the bytes a program writes.

/// The part of a VT100/xterm that line editors use. Colours and modes are read and ignored; there
/// is no scrollback and no rewrapping.
struct ScreenModel {
  let columns: Int
  let rows: Int
  private(set) var cells: [[Character]]
  private(set) var cursor = (row: 0, column: 0)
  private var saved = (row: 0, column: 0)
  /// A character was written in the last column; the next one goes to the next row.
  private var isWrapPending = false
  /// The bytes of a sequence or character that is not complete yet.
  private var pending: [UInt8] = []

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The rows without the blanks at their ends.
  var text: [String] {
    cells.map { row in
      // A wide character's second cell is a NUL, which is no column of text.
      var text = String(row.filter { $0 != "\0" })
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// The same cells in a window of another size, cut off or filled up.
  func resized(columns: Int, rows: Int) -> ScreenModel {
    var result = ScreenModel(columns: columns, rows: rows)
    for row in 0..<min(rows, self.rows) {
      for column in 0..<min(columns, self.columns) {
        result.cells[row][column] = cells[row][column]
      }
    }
    result.cursor = (min(cursor.row, rows - 1), min(cursor.column, columns - 1))
    return result
  }

  mutating func receive(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      pending.append(byte)
      consume()
    }
  }

  /// Acts on the pending bytes if they are complete.
  private mutating func consume() {
    let lead = pending[0]
    if lead == 0x1B { return consumeSequence() }
    if lead < 0x20 || lead == 0x7F {
      pending = []
      return control(lead)
    }
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard pending.count == length else { return }
    let decoded = String(decoding: pending, as: UTF8.self)
    pending = []
    for character in decoded { put(character) }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x08:
      cursor.column = max(0, cursor.column - 1)
      isWrapPending = false
    case 0x09: cursor.column = min(columns - 1, (cursor.column / 8 + 1) * 8)
    case 0x0A: lineFeed()
    case 0x0D:
      cursor.column = 0
      isWrapPending = false
    default: break
    }
  }

  private mutating func put(_ character: Character) {
    let width = Self.width(of: character)
    if isWrapPending || cursor.column + width > columns {
      isWrapPending = false
      cursor.column = 0
      lineFeed()
    }
    cells[cursor.row][cursor.column] = character
    if width == 2 { cells[cursor.row][cursor.column + 1] = "\0" }
    if cursor.column + width >= columns {
      cursor.column = columns - 1
      isWrapPending = true
    } else {
      cursor.column += width
    }
  }

  /// Enough for tests: East Asian wide characters and emoji take two columns.
  private static func width(of character: Character) -> Int {
    guard let value = character.unicodeScalars.first?.value else { return 1 }
    return (0x1100...0x115F).contains(value) || (0x2E80...0xA4CF).contains(value)
      || (0xAC00...0xD7A3).contains(value) || (0xFF00...0xFF60).contains(value)
      || (0x1F300...0x1FAFF).contains(value) ? 2 : 1
  }

  private mutating func lineFeed() {
    if cursor.row == rows - 1 {
      cells.removeFirst()
      cells.append(blankRow)
    } else {
      cursor.row += 1
    }
  }

  private var blankRow: [Character] { Array(repeating: " ", count: columns) }

  // MARK: Escape sequences

  private mutating func consumeSequence() {
    guard pending.count >= 2 else { return }
    if pending[1] == UInt8(ascii: "[") {
      guard let last = pending.last, pending.count > 2, (0x40...0x7E).contains(last) else { return }
      let parameters = String(decoding: pending[2..<(pending.count - 1)], as: UTF8.self)
      pending = []
      return perform(Character(Unicode.Scalar(last)), parameters)
    }
    if pending[1] == UInt8(ascii: "]") {
      if pending.last == 0x07 || pending.suffix(2) == [0x1B, UInt8(ascii: "\\")] { pending = [] }
      return
    }
    let needsThird = [UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "#")].contains(pending[1])
    guard !needsThird || pending.count == 3 else { return }
    let final = Character(Unicode.Scalar(pending[1]))
    pending = []
    switch final {
    case "7": saved = cursor
    case "8": cursor = saved
    case "D": lineFeed()
    case "M": cursor.row = max(0, cursor.row - 1)
    default: break
    }
  }

  private mutating func perform(_ final: Character, _ parameters: String) {
    guard parameters.first != "?" else { return }
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let first = numbers.first ?? nil
    let count = max(1, first ?? 1)
    if !"mnh".contains(final) { isWrapPending = false }
    switch final {
    case "A": cursor.row = max(0, cursor.row - count)
    case "B": cursor.row = min(rows - 1, cursor.row + count)
    case "C": cursor.column = min(columns - 1, cursor.column + count)
    case "D": cursor.column = max(0, cursor.column - count)
    case "G": cursor.column = min(columns - 1, count - 1)
    case "d": cursor.row = min(rows - 1, count - 1)
    case "H", "f":
      let column = numbers.count > 1 ? max(1, numbers[1] ?? 1) : 1
      cursor = (min(rows - 1, count - 1), min(columns - 1, column - 1))
    case "J": eraseDisplay(first ?? 0)
    case "K": eraseLine(first ?? 0)
    case "X": erase(cursor.column..<min(columns, cursor.column + count))
    case "P":
      let gone = min(count, columns - cursor.column)
      cells[cursor.row].removeSubrange(cursor.column..<(cursor.column + gone))
      cells[cursor.row] += Array(repeating: " ", count: gone)
    case "@":
      let new = min(count, columns - cursor.column)
      cells[cursor.row].insert(
        contentsOf: Array(repeating: " ", count: new), at: cursor.column)
      cells[cursor.row].removeLast(new)
    default: break
    }
  }

  private mutating func erase(_ range: Range<Int>) {
    for column in range { cells[cursor.row][column] = " " }
  }

  private mutating func eraseLine(_ part: Int) {
    switch part {
    case 0: erase(cursor.column..<columns)
    case 1: erase(0..<(cursor.column + 1))
    default: erase(0..<columns)
    }
  }

  private mutating func eraseDisplay(_ part: Int) {
    eraseLine(part)
    let others = part == 0 ? (cursor.row + 1)..<rows : part == 1 ? 0..<cursor.row : 0..<rows
    for row in others { cells[row] = blankRow }
  }
}
