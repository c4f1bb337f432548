// A line edited by random keys, held as a plain string: what the screen is compared with.

struct RandomEditing {
  private var state: UInt64
  private var line: [Character] = []
  private var cursor = 0

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  private mutating func random(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }

  /// The next key, already applied to the string; typing is the likeliest.
  mutating func nextKey() -> String {
    switch random(below: 16) {
    case 0, 1: return left()
    case 2: return right()
    case 3: return backspace()
    case 4:
      cursor = 0
      return "\u{01}"
    case 5:
      cursor = line.count
      return "\u{05}"
    case 6:
      if cursor < line.count { line.remove(at: cursor) }
      return "\u{1B}[3~"
    case 7:
      for _ in 0..<5 { _ = left() }
      return String(repeating: "\u{1B}[D", count: 5)
    default: return insert()
    }
  }

  private mutating func insert() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzäλ0123456789")
    let letter = letters[random(below: letters.count)]
    line.insert(letter, at: cursor)
    cursor += 1
    return String(letter)
  }

  private mutating func left() -> String {
    cursor = max(0, cursor - 1)
    return "\u{1B}[D"
  }

  private mutating func right() -> String {
    cursor = min(line.count, cursor + 1)
    return "\u{1B}[C"
  }

  private mutating func backspace() -> String {
    if cursor > 0 {
      cursor -= 1
      line.remove(at: cursor)
    }
    return "\u{7F}"
  }

  /// The rows and the cursor that show the prompt and the string.
  func screen(
    after prompt: String, columns: Int
  ) -> (rows: [String], cursor: (row: Int, column: Int)) {
    let cells = Array(prompt) + line
    let rows = stride(from: 0, to: cells.count, by: columns).map { start in
      var row = String(cells[start..<min(start + columns, cells.count)])
      while row.last == " " { row.removeLast() }
      return row
    }
    let place = prompt.count + cursor
    return (rows, (place / columns, place % columns))
  }
}
