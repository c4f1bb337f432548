// Expected line → pattern. What is no known form stands for itself, so nothing is refused.

extension Pattern {
  /// - Parameter isProblem: whether the line is the text of an expected problem, where `…` and
  ///   `...` stand for any text too.
  init(_ line: String, isProblem: Bool = false) {
    var reader = PatternReader(line: PrintedLine(line), isProblem: isProblem)
    pieces = reader.pieces()
  }
}

/// A position in an expected line.
private struct PatternReader {
  let line: PrintedLine
  let isProblem: Bool
  var position = 0
  /// The number before `position`, where a `±` may follow.
  private var found: [Pattern.Piece] = []
  private var words: [Character] = []
  private var wordsStart = 0

  init(line: PrintedLine, isProblem: Bool) {
    self.line = line
    self.isProblem = isProblem
  }

  mutating func pieces() -> [Pattern.Piece] {
    while position < line.characters.count {
      let start = position
      if let meaning = form() {
        endWords(at: start)
        found.append(
          .init(
            meaning: meaning, source: Array(line.characters[start..<position]),
            column: line.columns[start]))
        wordsStart = position
      } else {
        position = start + 1
        words.append(line.characters[start])
      }
    }
    endWords(at: position)
    return found
  }

  private mutating func endWords(at end: Int) {
    if !words.isEmpty {
      found.append(.init(meaning: .words, source: words, column: line.columns[wordsStart]))
    }
    words = []
    wordsStart = end
  }

  /// The form that begins here, moving behind it; nil for a plain character.
  private mutating func form() -> Pattern.Meaning? {
    switch line.characters[position] {
    case "[":
      position += 1
      return bracketed()
    case "~":
      position += 1
      guard let reference = reference() else { return nil }
      return .near(reference, .factor(factor() ?? 3))
    case "$":
      guard let reference = reference() else { return nil }
      return .near(reference, tolerance() ?? .digits)
    case "…" where isProblem:
      position += 1
      return .anything
    case "." where isProblem && line.has(["." as Character, ".", "."], at: position):
      position += 3
      return .anything
    default:
      guard let number = number() else { return nil }
      return tolerance().map { .near(.number(number), $0) } ?? .number(number)
    }
  }

  // MARK: Numbers

  private mutating func number() -> PrintedNumber? {
    guard position < line.characters.count, let number = line.numbers[position] else { return nil }
    position += number.text.count
    return number
  }

  private mutating func reference() -> Pattern.Reference? {
    if let number = number() { return .number(number) }
    guard accept("$"), let name = name() else { return nil }
    return .capture(name)
  }

  /// `±5%` or `±1e-4`.
  private mutating func tolerance() -> Pattern.Closeness? {
    let start = position
    if accept("±"), let size = number(), size.value >= 0 {
      return accept("%") ? .relative(size.value / 100) : .absolute(size.value)
    }
    position = start
    return nil
  }

  /// `×10`
  private mutating func factor() -> Double? {
    let start = position
    if accept("×"), let size = number(), size.value >= 1 { return size.value }
    position = start
    return nil
  }

  // MARK: Brackets

  /// What stands between `[` and `]`, and the `]`.
  private mutating func bracketed() -> Pattern.Meaning? {
    if accept("..") { return accept("]") ? .anything : nil }
    for comparison in [Pattern.Comparison.lessOrEqual, .greaterOrEqual, .less, .greater]
    where accept(comparison.rawValue) {
      guard let bound = bound(), accept("]") else { return nil }
      return .comparison(comparison, bound)
    }
    let start = position
    if let word = name() {
      if word == "time", accept("]") { return .time }
      if word == "num" || word == "int" {
        if accept("]") { return .anyNumber(isInteger: word == "int", capture: nil) }
        if accept(":"), let capture = name(), accept("]") {
          return .anyNumber(isInteger: word == "int", capture: capture)
        }
      }
    }
    position = start
    guard let low = bound(), accept(".."), let high = bound(), accept("]") else { return nil }
    return .range(low, high)
  }

  private mutating func bound() -> Bound? {
    skipSpace()
    guard let first = boundFactor() else { return nil }
    var bound = Bound(steps: [.init(operation: "+", factor: first)])
    skipSpace()
    while position < line.characters.count, "+-*/".contains(line.characters[position]) {
      let operation = line.characters[position]
      position += 1
      skipSpace()
      guard let factor = boundFactor() else { return nil }
      bound.steps.append(.init(operation: operation, factor: factor))
      skipSpace()
    }
    return bound
  }

  private mutating func boundFactor() -> Bound.Factor? {
    if let number = number() { return .number(number.value) }
    return name().map { .capture($0) }
  }

  private mutating func skipSpace() { _ = accept(" ") }

  private mutating func accept(_ text: String) -> Bool {
    guard line.has(Array(text), at: position) else { return false }
    position += text.count
    return true
  }

  private mutating func name() -> String? {
    let rest = line.characters[position...]
    guard let first = rest.first, first.beginsName else { return nil }
    let name = rest.prefix { $0.continuesName }
    position += name.count
    return String(name)
  }
}
