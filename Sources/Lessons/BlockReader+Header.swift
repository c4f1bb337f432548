// The front matter: `key: value` between two lines of `---`.

extension BlockReader {
  static let format = "lesson/1"
  private static let mark = "---"

  /// Reads the front matter and moves behind it.
  mutating func header() -> Lesson.Header {
    var header = Lesson.Header()
    let first = lines.first.map {
      $0.text.hasPrefix("\u{feff}") ? String($0.text.dropFirst()) : $0.text
    }
    guard first?.trimmingTrailingSpace == Self.mark else {
      report(
        "a lesson begins with front matter", at: Place(line: 1),
        hint: "write --- and fathom: \(Self.format) and id, title, and --- at the top")
      return header
    }
    var keys: Set<String> = []
    index = 1
    while index < lines.count, lines[index].text.trimmingTrailingSpace != Self.mark {
      let line = lines[index]
      index += 1
      if line.text.isBlank || line.text.hasPrefix("#") { continue }
      guard let colon = line.text.firstIndex(of: ":") else {
        report("this is no 'key: value'", at: line.place)
        continue
      }
      let (key, value) = line.phrase.divided(at: colon..<line.text.index(after: colon))
      if keys.contains(key.text) { report("'\(key.text)' is given twice", at: key.place) }
      keys.insert(key.text)
      set(key, scalar(value), in: &header)
    }
    if index == lines.count {
      report("the front matter is never closed", at: Place(line: 1), hint: "end it with ---")
    }
    index += 1
    for key in ["fathom", "id", "title"] where !keys.contains(key) {
      report("the front matter has no '\(key)'", at: Place(line: 1), hint: Self.example(of: key))
    }
    return header
  }

  private static func example(of key: String) -> String {
    switch key {
    case "fathom": "write fathom: \(format)"
    case "id": "write id: some-name"
    default: "write title: What this lesson shows"
    }
  }

  private mutating func set(_ key: Phrase, _ value: Phrase, in header: inout Lesson.Header) {
    switch key.text {
    case "fathom":
      if value.text != Self.format {
        report(
          "'\(value.text)' is not a format this program reads", at: value.place,
          hint: Self.example(of: "fathom"))
      }
    case "id":
      if !isID(value.text) { reportBadID(value) }
      header.id = value.text
    case "title":
      if value.text.isEmpty { report("the title is empty", at: value.place) }
      header.title = value.text
    case "needs": header.needs = list(value)
    case "teaches": header.teaches = list(value)
    case "minutes": header.minutes = count(value, 1...10_000)
    case "seed": header.seed = count(value, 0...Int.max)
    default: header.unknownKeys.append(key)
    }
  }

  private mutating func count(_ value: Phrase, _ allowed: ClosedRange<Int>) -> Int? {
    if let number = Int(value.text), allowed.contains(number) { return number }
    report("'\(value.text)' is no whole number from \(allowed.lowerBound) up", at: value.place)
    return nil
  }

  /// `[one, two]`
  private mutating func list(_ value: Phrase) -> [Phrase] {
    guard value.text.count >= 2, value.text.first == "[", value.text.last == "]" else {
      report("this is no list", at: value.place, hint: "write [one, two], or [] for none")
      return []
    }
    let inside = value.text.dropFirst().dropLast()
    if inside.isBlank { return [] }
    return inside.split(separator: ",", omittingEmptySubsequences: false).map { item in
      let phrase = Phrase(String(item), at: value.suffix(from: item.startIndex).place).trimmed
      if !isID(phrase.text) { reportBadID(phrase) }
      return phrase
    }
  }

  /// A value without its quotes, if it has some: `"Depth: why"`, with `\"` and `\\` inside.
  private mutating func scalar(_ value: Phrase) -> Phrase {
    guard value.text.count >= 2, value.text.first == "\"" else { return value }
    var text = ""
    var rest = value.text.dropFirst()
    while let character = rest.popFirst(), character != "\"" {
      text.append(character == "\\" ? rest.popFirst() ?? "\\" : character)
    }
    if !value.text.hasSuffix("\"") || !rest.isEmpty {
      report("these quotes do not enclose the whole value", at: value.place)
    }
    return Phrase(text, at: value.place)
  }
}
