// One printed line against one pattern: whether it fits, and if not, how far it is from fitting.

/// What came of comparing a line.
enum LineComparison {
  /// It fits, and these numbers were captured.
  case fits([(name: String, text: String)])
  /// The words fit, but numbers are off.
  case numbersDiffer([Deviation])
  /// The words differ: what was expected at a column of the printed line.
  case wordsDiffer(expected: String, column: Int)

  var isFit: Bool {
    if case .fits = self { return true }
    return false
  }

  /// How little it fits: 0 fits, 1 other numbers, 2 other words.
  var distance: Int {
    switch self {
    case .fits: 0
    case .numbersDiffer: 1
    case .wordsDiffer: 2
    }
  }
}

extension Pattern {
  func compare(with line: PrintedLine, captures: Captures) -> LineComparison {
    var table = ComparisonTable(pattern: self, line: line, captures: captures)
    return table.comparison()
  }
}

/// The ways in which the first pieces of a pattern can cover the first characters of a line, with
/// the fewest numbers off. Filled piece by piece, so the work is bounded by pieces × characters.
private struct ComparisonTable {
  /// The best way to a position: how many numbers are off, and where its last piece began.
  struct Way {
    var off: Int
    var start: Int
  }

  let pattern: Pattern
  let line: PrintedLine
  let captures: Captures
  private var ways: [[Way?]]

  init(pattern: Pattern, line: PrintedLine, captures: Captures) {
    self.pattern = pattern
    self.line = line
    self.captures = captures
    ways = [[Way?](repeating: nil, count: line.characters.count + 1)]
    ways[0][0] = Way(off: 0, start: 0)
  }

  mutating func comparison() -> LineComparison {
    for (index, piece) in pattern.pieces.enumerated() {
      let next = reached(from: ways[index], by: piece)
      guard next.contains(where: { $0 != nil }) else { return difference(at: index) }
      ways.append(next)
    }
    guard ways[pattern.pieces.count].last.flatMap({ $0 }) != nil else {
      return difference(at: pattern.pieces.count)
    }
    return verdict()
  }

  private func reached(from before: [Way?], by piece: Pattern.Piece) -> [Way?] {
    var after = [Way?](repeating: nil, count: before.count)
    func reach(_ end: Int, _ way: Way) {
      if let known = after[end], known.off <= way.off { return }
      after[end] = way
    }
    if piece.meaning == .anything {
      var best: Way?
      for position in before.indices {
        if let way = before[position], way.off < best?.off ?? .max {
          best = Way(off: way.off, start: position)
        }
        if let best { reach(position, best) }
      }
      return after
    }
    for position in before.indices {
      guard let way = before[position] else { continue }
      let here = Way(off: way.off, start: position)
      for end in line.ends(of: piece, from: position, captures) { reach(end, here) }
      if let end = piece.end(ofOtherNumberIn: line, at: position) {
        reach(end, Way(off: way.off + 1, start: position))
      }
    }
    return after
  }

  /// What the best way through the whole line says.
  private func verdict() -> LineComparison {
    var end = line.characters.count
    var caught: [(name: String, text: String)] = []
    var deviations: [Deviation] = []
    let ordinals = pattern.numberOrdinals
    for index in pattern.pieces.indices.reversed() {
      guard let way = ways[index + 1][end] else { break }
      let piece = pattern.pieces[index]
      if way.off > ways[index][way.start]?.off ?? 0 {
        deviations.append(
          Deviation(piece, ordinal: ordinals[index], in: line, at: way.start, captures))
      } else if case .anyNumber(_, let name?) = piece.meaning, let number = line.numbers[way.start]
      {
        caught.append((name, number.plain))
      }
      end = way.start
    }
    return deviations.isEmpty ? .fits(caught.reversed()) : .numbersDiffer(deviations.reversed())
  }

  /// The furthest place before which all fits.
  private func difference(at index: Int) -> LineComparison {
    let starts = ways[index].indices.filter { ways[index][$0] != nil }
    guard index < pattern.pieces.count else {
      return .wordsDiffer(expected: "", column: line.columns[starts.last ?? 0])
    }
    let piece = pattern.pieces[index]
    var best = (length: -1, start: 0)
    for start in starts {
      let length = zip(piece.source, line.characters[start...]).prefix { $0 == $1 }.count
      if length > best.length { best = (length, start) }
    }
    let isWords = piece.meaning == .words
    let rest = isWords ? piece.source.dropFirst(best.length) : piece.source[...]
    return .wordsDiffer(
      expected: String(rest), column: line.columns[best.start + (isWords ? best.length : 0)])
  }
}

extension Pattern {
  /// For each piece that is about a number, which number of the line it is, from 1.
  fileprivate var numberOrdinals: [Int] {
    var count = 0
    return pieces.map { piece in
      if piece.meaning != .words, piece.meaning != .anything { count += 1 }
      return count
    }
  }
}

extension Pattern.Piece {
  /// The end of the number at `position`, when this piece expects a number.
  fileprivate func end(ofOtherNumberIn line: PrintedLine, at position: Int) -> Int? {
    switch meaning {
    case .words, .anything, .time: nil
    case .number, .near, .anyNumber, .comparison, .range:
      (line.numbers[position]?.text.count ?? line.notFinite(at: position)?.count)
        .map { position + $0 }
    }
  }
}

extension PrintedLine {
  /// Where `piece` can end when it begins at `position`.
  fileprivate func ends(
    of piece: Pattern.Piece, from position: Int, _ captures: Captures
  ) -> [Int] {
    var ends: [Int] = []
    let sourceEnd = position + piece.source.count
    if has(piece.source, at: position),
      piece.meaning == .words || !(cutsNumber(at: position) || cutsNumber(at: sourceEnd))
    {
      ends.append(sourceEnd)
    }
    switch piece.meaning {
    case .words, .anything: break
    case .time: ends += timeEnds(from: position)
    case .number, .near, .anyNumber, .comparison, .range:
      if let number = numbers[position], piece.meaning.isMet(by: number, captures) {
        ends.append(position + number.text.count)
      }
    }
    return ends
  }

  /// The ends of `1.5 ms`, `2 min 5 s`, `1:05`.
  private func timeEnds(from start: Int) -> [Int] {
    var ends: [Int] = []
    var position = start
    while position < characters.count, let number = numbers[position] {
      position += number.text.count
      if position < characters.count, characters[position] == ":" {
        position += 1
        if let minutes = numbers[position], minutes.isInteger {
          ends.append(position + minutes.text.count)
        }
        continue
      }
      let space = has([" "], at: position) ? 1 : 0
      let unit = characters[(position + space)...].prefix { $0.isLetter }
      guard Self.timeUnits.contains(String(unit)) else { break }
      position += space + unit.count
      ends.append(position)
      position += has([" "], at: position) ? 1 : 0
    }
    return ends
  }

  private static let timeUnits = [
    "ns", "us", "µs", "μs", "ms", "s", "sec", "second", "seconds", "min", "minute", "minutes", "h",
    "hour", "hours",
  ]
}
